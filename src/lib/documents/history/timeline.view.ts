import { enumerate } from '../activity-sentence.rules.ts';
import type { DocumentAuthor } from '../history.view.ts';

/** One line of a document's timeline. */
export type TimelineEntry =
	| {
			kind: 'sitting';
			key: string;
			/** What it changed: just before, and its end. People who wrote at once may have the same two. */
			moments: { from: string; to: string };
			at: Date;
			href: string;
			by: DocumentAuthor | null;
			/** The parts written in, or how much when they are not known; and whose suggestions were accepted. */
			words: string;
	  }
	| {
			kind: 'version';
			key: string;
			at: Date;
			href: string;
			by: DocumentAuthor | null;
			name: string;
			adopted: boolean;
			hash: string;
	  };

export interface TimelineSource {
	versions: readonly {
		id: string;
		name: string;
		adopted: boolean;
		hash: string;
		at: Date;
		by: DocumentAuthor | null;
	}[];
	sittings: readonly {
		from: Date;
		until: Date;
		by: DocumentAuthor | null;
		parts: readonly string[];
		proposedBy: readonly string[];
		updates: number;
	}[];
}

/** Beyond this many parts, a line counts instead of naming. */
const NAMED_AT_MOST = 3;

function wordsOf({ parts, updates }: { parts: readonly string[]; updates: number }): string {
	const distinct = [...new Set(parts)].sort((one, other) =>
		one.localeCompare(other, 'fr', { numeric: true }),
	);
	if (distinct.length > NAMED_AT_MOST) return `${distinct.length} parties`;
	if (distinct.length > 0) return distinct.join(', ');
	return updates === 1 ? '1 modification' : `${updates} modifications`;
}

/** « , sur proposition de Claire Dufau et Xabi Garat ». */
function onProposalOf(names: readonly string[]): string {
	return names.length === 0 ? '' : `, sur proposition de ${enumerate(names)}`;
}

/** Sittings and versions in one list, the last first; each with the address of what it changed. */
export function timelineOf(
	source: TimelineSource,
	hrefOf: (moments: { from: string; to: string }) => string,
): TimelineEntry[] {
	const sittings = source.sittings.map((sitting, index): TimelineEntry => {
		const from = new Date(sitting.from.getTime() - 1).toISOString();
		const to = sitting.until.toISOString();
		return {
			kind: 'sitting',
			key: `${from} ${to} ${sitting.by?.id ?? index}`,
			moments: { from, to },
			at: sitting.from,
			href: hrefOf({ from, to }),
			by: sitting.by,
			words: `${wordsOf(sitting)}${onProposalOf(sitting.proposedBy)}`,
		};
	});
	const versions = source.versions.map(({ id, name, adopted, hash, at, by }): TimelineEntry => ({
		kind: 'version',
		key: id,
		at,
		href: hrefOf({ from: id, to: 'maintenant' }),
		by,
		name,
		adopted,
		hash,
	}));
	return [...sittings, ...versions].sort((one, other) => other.at.getTime() - one.at.getTime());
}

const momentFormat = new Intl.DateTimeFormat('fr-FR', {
	day: 'numeric',
	month: 'short',
	year: 'numeric',
	timeZone: 'Europe/Paris',
});
const hourFormat = new Intl.DateTimeFormat('fr-FR', {
	hour: 'numeric',
	minute: '2-digit',
	timeZone: 'Europe/Paris',
});

/** « 19 nov. 2026, 9 h 40 ». */
export function momentLabel(at: Date): string {
	const hour = hourFormat.format(at).replace(/^0?(\d+):(\d\d)$/, '$1\u00a0h\u00a0$2');
	return `${momentFormat.format(at).replace(/^1 /, '1er ')}, ${hour}`;
}

/** « 24 mars 2026 ». */
export function dayLabel(at: Date): string {
	return new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: 'Europe/Paris' })
		.format(at)
		.replace(/^1 /, '1er ');
}

type Choice = { value: string; label: string };

/** The moments that a list of choices offers: each version, and the end of each sitting. */
export function momentLabels(entries: readonly TimelineEntry[]): { versions: Choice[]; sittings: Choice[] } {
	const choices: { versions: Choice[]; sittings: Choice[] } = { versions: [], sittings: [] };
	for (const entry of entries) {
		if (entry.kind === 'version') {
			const label = `${entry.name}, ${entry.adopted ? 'adoptée' : 'nommée'} le ${momentFormat.format(entry.at)}`;
			choices.versions.push({ value: entry.key, label });
		} else {
			const value = entry.moments.to;
			// The document after two that end together is one document.
			if (choices.sittings.some((choice) => choice.value === value)) continue;
			choices.sittings.push({ value, label: `${momentLabel(entry.at)}, ${entry.by?.name ?? ''}` });
		}
	}
	return choices;
}

export interface HistoryQuery {
	path: string;
	from: string;
	to: string;
	/** Differences within one text instead of side by side. */
	inText: boolean;
	/** Part about to be restored. */
	section?: string;
}

/** The address that shows a difference again, whoever opens it. */
export function historyAddress({ path, from, to, inText, section }: HistoryQuery): string {
	const parameters = new URLSearchParams({ de: from, a: to });
	if (inText) parameters.set('vue', 'texte');
	if (section !== undefined) parameters.set('retablir', section);
	return `${path}?${parameters.toString()}`;
}
