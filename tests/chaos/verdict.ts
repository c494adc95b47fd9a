import type { Journal, PageState } from './actors.ts';
import { auditStored, type Stored } from './audit.ts';
import { foldOf, likenessOf } from './describe.ts';
import { TEMPLATE_TOKEN, tokensIn } from './writing.ts';

export interface Ending {
	stored: Stored;
	journals: readonly Journal[];
	/** Honest pages still in, and fresh ones on each process. */
	pages: readonly PageState[];
	/** Whose right ended, and from when on nothing of theirs may be accepted. */
	revoked: { name: string; at: number };
}

/** How many edits ended how; nothing here is a fault. */
export interface Tally {
	edits: number;
	acknowledged: number;
	/** Told to nobody: they may be stored or not. */
	unknown: number;
	unknownStored: number;
}

/** Everything that must be zero at the end of a run, in words. */
export function judge(ending: Ending): string[] {
	return [
		...auditStored(ending.stored),
		...judgeTokens(ending),
		...judgeLikeness(ending),
		...ending.pages.filter(({ isSettled }) => !isSettled).map(describeUnsettled),
	];
}

export function tallyOf({ stored, journals }: Pick<Ending, 'stored' | 'journals'>): Tally {
	const there = new Set(tokensIn(foldOf(stored.updates)));
	const tally = { edits: 0, acknowledged: 0, unknown: 0, unknownStored: 0 };
	for (const { edits, acknowledged, expected } of journals) {
		tally.edits += edits.length;
		tally.acknowledged += acknowledged;
		tally.unknown += edits.length - acknowledged;
		for (const [token, expectation] of Object.entries(expected)) {
			if (expectation === 'unknown' && there.has(token)) tally.unknownStored += 1;
		}
	}
	return tally;
}

function judgeTokens({ stored, journals, revoked }: Ending): string[] {
	const faults: string[] = [];
	const counts = new Map<string, number>();
	for (const token of tokensIn(foldOf(stored.updates))) counts.set(token, (counts.get(token) ?? 0) + 1);
	const sent = new Map<string, number>();
	for (const { name, edits, expected } of journals) {
		for (const { at, tokens } of edits) {
			for (const [token] of tokens) if (!sent.has(token)) sent.set(token, name === revoked.name ? at : 0);
		}
		for (const [token, expectation] of Object.entries(expected)) {
			if (expectation === 'there' && !counts.has(token)) faults.push(`acknowledged and lost: ${token}`);
			if (expectation === 'absent' && counts.has(token)) faults.push(`deleted and risen again: ${token}`);
		}
	}
	for (const [token, count] of counts) {
		if (count > 1) faults.push(`there ${count} times: ${token}`);
		if (token === TEMPLATE_TOKEN) continue;
		const at = sent.get(token);
		if (at === undefined) faults.push(`never sent: ${token}`);
		else if (at > revoked.at)
			faults.push(`accepted ${at - revoked.at} ms after the right had ended: ${token}`);
	}
	if (!counts.has(TEMPLATE_TOKEN)) faults.push('what the document began with is lost');
	return faults;
}

/** One content, one set of structs, whoever is asked. */
function judgeLikeness({ stored, pages }: Ending): string[] {
	const faults: string[] = [];
	const truth = likenessOf(foldOf(stored.updates));
	for (const page of pages) {
		const parts = (['content', 'document', 'structs'] as const).filter((part) => page[part] !== truth[part]);
		if (parts.length > 0) faults.push(`${page.name} differs from fold(log): ${parts.join(', ')}`);
		if (page.pending) faults.push(`${page.name} has structs that wait for others`);
	}
	return faults;
}

function describeUnsettled({ name, waiting, closed }: PageState): string {
	return `${name} is not at rest: ${waiting} edits wait${closed === null ? '' : `, closed by ${closed}`}`;
}
