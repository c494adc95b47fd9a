import type { PersonPresent } from '#lib/collaboration/presence.ts';
import { presenceColour } from '#lib/ui/person.ts';
import { FIELD_LABEL, valueInWords } from './action.words.ts';
import type { Replacement } from './plan.editor.ts';
import type { RemoteChange } from './plan.session.ts';
import type { PlanView } from './plan.view.svelte.ts';

/** The colour of whoever has left since. */
const NOBODYS_COLOUR = 12;

/** Two people on the same field: the last wins, and the other is told what by. */
export function replacedSentence(
	view: PlanView,
	replacement: Replacement,
	person: PersonPresent | null,
): string {
	const { actionId, field, mine, theirs } = replacement;
	const nameOf = (id: string): string =>
		field === 'responsibleAccountId' ? view.names.person(id) : view.names.organisation(id);
	const who = person?.name ?? 'Une autre personne';
	const before = valueInWords({ field, value: mine }, nameOf);
	const after = valueInWords({ field, value: theirs }, nameOf);
	const number = view.numbers.get(actionId) ?? '';
	const label = FIELD_LABEL[field].toLocaleLowerCase('fr');
	return `${who} a remplacé «\u00a0${before}\u00a0» par «\u00a0${after}\u00a0» (action ${number}, ${label}).`;
}

/** Somebody else's change shows in their colour for two seconds, without drawing anything again. */
export function showRemoteChange({ actionId, field, person }: RemoteChange): void {
	const cells = document.querySelectorAll<HTMLElement>(
		`[data-action="${actionId}"] [data-field="${field}"], [data-sheet="${actionId}"] [data-field="${field}"]`,
	);
	for (const cell of cells) {
		cell.style.setProperty('--c', presenceColour(person?.color ?? NOBODYS_COLOUR));
		cell.classList.add('changed-by-other');
		cell.addEventListener('animationend', () => cell.classList.remove('changed-by-other'), { once: true });
	}
}
