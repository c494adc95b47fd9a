import { momentWords } from '#lib/accounts/moment.rules.ts';
import { shortDate } from '#lib/ui/date-text.ts';
import { IMPORTANCE_LABEL } from '../changes/change.catalogue.ts';
import type { ToldChange } from '../review/review.view.ts';
import type { DossierChange } from './dossier.ts';
import type { SeatedMember, SpaceState } from '../state/state.ts';

/** Fields whose value is somebody: a file that leaves names nobody. */
const OF_PEOPLE: ReadonlySet<string> = new Set(['responsibleAccountId', 'ownerId']);

const SOMEBODY = 'une personne';

/** Changes as an evaluation file tells them: bodies and texts, nobody's name. */
export function dossierChanges(
	changes: readonly ToldChange[],
	before: SpaceState,
	after: SpaceState,
): DossierChange[] {
	const [olds, news] = [before, after].map(
		({ composition }) => new Map(composition.map((one) => [one.mandateId, one])),
	);
	return changes.map((change) => {
		const { subject, proposition, importance, label } = change;
		const told = {
			proposition,
			importance: IMPORTANCE_LABEL[importance],
			what: label,
			who: change.by.join(', '),
		};
		const when = change.at === null ? '' : momentWords(new Date(change.at));
		if (subject.kind === 'member') {
			const [old, now] = [olds?.get(subject.id), news?.get(subject.id)];
			const name = (now ?? old)?.organisation ?? 'Un siège';
			return { ...told, when, subject: name, before: seatWords(old), after: seatWords(now) };
		}
		const quoted = (value: string | null): string =>
			value !== null && OF_PEOPLE.has(change.field) ? SOMEBODY : (value ?? '');
		return {
			...{ ...told, when, subject: `${subject.number} ${subject.name}`.trim() },
			...{ before: quoted(change.before), after: quoted(change.after) },
		};
	});
}

/** A seat without who sits there: « Élus locaux, du 1er janv. 2026 au 31 déc. 2028 ». */
function seatWords(seat: SeatedMember | undefined): string {
	if (seat === undefined) return '';
	return `${seat.collegeLabel}, du ${shortDate(seat.from)} au ${shortDate(seat.until)}`;
}
