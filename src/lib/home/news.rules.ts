import type { ActivityLine, SentencePart } from '#lib/documents/activity-sentence.rules.ts';

/** Somebody who joined the committee, or left it. */
export interface MemberEntry {
	verb: 'member-joined' | 'mandate-ended';
	accountId: string;
	personName: string;
	happenedAt: Date;
	/** ISO day in France. */
	day: string;
}

/** Beyond this many, a sentence counts instead of naming. */
const NAMED_AT_MOST = 3;

/** One line per mandate that ended; those who joined on one day are told together. */
export function tellMembers(entries: readonly MemberEntry[]): ActivityLine[] {
	const joined = new Map<string, MemberEntry[]>();
	const lines: ActivityLine[] = [];
	for (const entry of entries) {
		if (entry.verb === 'mandate-ended') {
			lines.push(lineOf([entry], [text('Le mandat de '), person(entry), text(' a pris fin.')]));
		} else {
			joined.set(entry.day, [...(joined.get(entry.day) ?? []), entry]);
		}
	}
	for (const group of joined.values()) lines.push(lineOf(group, tellJoined(group)));
	return lines;
}

function tellJoined(group: readonly MemberEntry[]): SentencePart[] {
	const named = group.length > NAMED_AT_MOST ? group.slice(0, NAMED_AT_MOST - 1) : group;
	const others = group.length - named.length;
	const parts = named.flatMap((entry, index): SentencePart[] => {
		const isLast = others === 0 && index === named.length - 1;
		return index === 0 ? [person(entry)] : [text(isLast ? ' et ' : ', '), person(entry)];
	});
	if (others > 0) parts.push(text(` et ${others} autres personnes`));
	return [...parts, text(group.length > 1 ? ' ont rejoint le comité.' : ' a rejoint le comité.')];
}

function lineOf(group: readonly MemberEntry[], parts: SentencePart[]): ActivityLine {
	const last = group.reduce((left, right) => (left.happenedAt < right.happenedAt ? right : left));
	return {
		key: `${last.verb} ${last.accountId} ${last.happenedAt.getTime()}`,
		accountId: last.accountId,
		personName: last.personName,
		happenedAt: last.happenedAt,
		parts,
	};
}

const text = (words: string): SentencePart => ({ kind: 'text', text: words });
const person = (entry: MemberEntry): SentencePart => ({ kind: 'person', text: entry.personName });
