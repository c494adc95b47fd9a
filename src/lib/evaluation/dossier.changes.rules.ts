import { momentWords } from '#lib/accounts/moment.rules.ts';
import { IMPORTANCE_LABEL, type Change } from './change.catalogue.ts';
import type { DossierChange } from './dossier.ts';
import type { SpaceState } from './state.ts';

/** A change with the body that made it and the instant when it is known. */
export interface ToldChange extends Change {
	who: string;
	at: Date | null;
}

/** Fields whose value is somebody: a file that leaves names nobody. */
const OF_PEOPLE: ReadonlySet<string> = new Set(['responsibleAccountId', 'ownerId', 'owner']);

const SOMEBODY = 'une personne';

/** Changes as an evaluation file tells them: bodies and texts, nobody's name. */
export function dossierChanges(
	changes: readonly ToldChange[],
	before: SpaceState,
	after: SpaceState,
): DossierChange[] {
	const seats = new Map(
		[...before.composition, ...after.composition].map((one) => [one.mandateId, one.organisation]),
	);
	return changes.map((change) => {
		const { subject, proposition, importance, label } = change;
		const isSeat = subject.kind === 'member';
		const name = isSeat ? (seats.get(subject.id) ?? 'Un siège') : subject.name;
		const quoted = (value: string | null): string => {
			if (value === null) return '';
			return OF_PEOPLE.has(change.field) ? SOMEBODY : value;
		};
		return {
			subject: `${subject.number} ${name}`.trim(),
			...{ proposition, importance: IMPORTANCE_LABEL[importance], what: label },
			...{ before: quoted(change.before), after: quoted(change.after), who: change.who },
			when: change.at === null ? '' : momentWords(change.at),
		};
	});
}
