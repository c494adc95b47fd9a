import type { Moment } from '../history.rules.ts';
import { dayLabel, momentLabel } from './timeline.view.ts';

/** A moment of a document as a page shows it. */
export interface ShownMoment {
	moment: Moment;
	/** When the last edit it holds was made; null for an empty document. */
	at: Date | null;
	version: { name: string; adopted: boolean; at: Date } | null;
}

/** « Maintenant », « 24 mars 2026 », « 19 nov. 2026, 9 h 40 ». */
export function momentTitle({ moment, at, version }: ShownMoment): string {
	if (moment.kind === 'now') return 'Maintenant';
	if (version !== null) return dayLabel(version.at);
	if (at === null) return 'Avant le premier mot';
	return momentLabel(moment.kind === 'instant' ? moment.at : at);
}

/** What there is to know of a moment beside its date; empty when nothing. */
export function momentNote({ moment, version }: ShownMoment, isAdopted: boolean): string {
	if (version !== null) return `${version.adopted ? 'Adoptée' : 'Nommée'} : ${version.name}`;
	if (moment.kind !== 'now') return '';
	return isAdopted ? 'texte adopté, figé' : 'version de travail';
}
