import { and, desc, eq, inArray } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { notFound, TerrimedError } from '#lib/errors.ts';
import { newId } from '#lib/identifiers.ts';
import { COMPUTED } from '#lib/indicators/grid.rules.ts';
import type { ValueInput } from '#lib/indicators/indicator.input.ts';
import type { Definition } from '#lib/indicators/indicator.rules.ts';
import type { CurrentValue, ValueConflict } from '#lib/indicators/indicator.view.ts';
import { FREQUENCY_LABEL, parsePeriod } from '#lib/indicators/period.rules.ts';
import { account } from '../accounts/account.tables.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import { within, type Context } from '../context/context.ts';
import { currentValue } from './indicator.rows.ts';
import { indicatorValue } from './indicator.tables.ts';
import { auditIndicator, lockIndicators, writerOf } from './indicator.writing.ts';

/** A value of an indicator. `replaces` is the id of the one it corrects, null for a period that has none. */
export interface ValueEntry extends ValueInput {
	code: string;
}

/** What was written, or, when somebody had written meanwhile, both values and nothing written at all. */
export type Entered =
	{ outcome: 'written'; ids: string[] } | { outcome: 'conflict'; conflicts: ValueConflict[] };

/**
 * Enters values, all or none. A correction is a new row; the one it corrects stays.
 * @throws TerrimedError `invalid-input` for a period that has not begun or is not of the indicator's rhythm
 */
export async function enterValues(
	context: Context,
	departmentCode: string,
	entries: readonly ValueEntry[],
): Promise<Entered> {
	return enterValuesAnd(context, departmentCode, { entries, also: () => Promise.resolve() });
}

/** The same with something else that is written in the transaction, under the locks of the indicators: it gets the ids of the values. */
export async function enterValuesAnd(
	context: Context,
	departmentCode: string,
	what: {
		entries: readonly ValueEntry[];
		also: (inside: Context, ids: readonly string[]) => Promise<void>;
	},
): Promise<Entered> {
	const space = await authorizeInSpace(context, 'indicator.write', departmentCode);
	const { entries, also } = what;
	if (entries.length === 0) return { outcome: 'written', ids: [] };
	try {
		const ids = await context.db.transaction(async (transaction) => {
			const inside = within(context, transaction);
			const written = await writeAll(inside, space.departmentCode, entries);
			await also(inside, written);
			return written;
		});
		context.events.publish({ type: 'figures-changed', departmentCode: space.departmentCode });
		return { outcome: 'written', ids };
	} catch (error) {
		if (error instanceof WrittenMeanwhile) return { outcome: 'conflict', conflicts: error.conflicts };
		throw error;
	}
}

/** Undoes the transaction: with a conflict, nothing at all is written. */
class WrittenMeanwhile extends Error {
	readonly conflicts: ValueConflict[];

	constructor(conflicts: ValueConflict[]) {
		super('a value was written meanwhile');
		this.conflicts = conflicts;
	}
}

async function writeAll(
	context: Context,
	departmentCode: string,
	entries: readonly ValueEntry[],
): Promise<string[]> {
	const codes = entries.map(({ code }) => code);
	const known = await lockIndicators(context, departmentCode, codes);
	const current = await readCurrent(context, departmentCode, codes);
	const today = dayInFrance(context.now());
	for (const { code, period } of entries) checkEntry(period, known.get(code)?.definition, today);
	const conflicts = entries.flatMap((entry) => conflictOf(entry, current.get(placeOf(entry))) ?? []);
	if (conflicts.length > 0) throw new WrittenMeanwhile(conflicts);
	const ids: string[] = [];
	for (const entry of entries) {
		const { version: definitionVersion, definition } = known.get(entry.code) ?? lost(entry.code);
		const held = current.get(placeOf(entry));
		const version = (held?.version ?? 0) + 1;
		const told = toldWith(entry, held, definition.source);
		ids.push(await writeValue(context, departmentCode, { ...entry, ...told, version, definitionVersion }));
	}
	return ids;
}

/** Source and note of an entry. The same value again, in another state and without a word, keeps those that it had. */
function toldWith(
	entry: ValueEntry,
	held: CurrentValue | undefined,
	source: string,
): { source: string; comment: string } {
	const isSilent = entry.source === '' && entry.comment === '';
	if (isSilent && held?.value === entry.value) return { source: held.source, comment: held.comment };
	return { source: entry.source || source, comment: entry.comment };
}

const placeOf = ({ code, period }: { code: string; period: string }): string => `${code} ${period}`;

function lost(code: string): never {
	throw new Error(`indicator ${code} was locked and is not there`);
}

/** The other value, when the entry was made without knowing of it. @throws TerrimedError `not-found` when it corrects one that never was */
function conflictOf(entry: ValueEntry, held: CurrentValue | undefined): ValueConflict | null {
	if (held === undefined && entry.replaces !== null) throw notFound();
	if (held === undefined || held.id === entry.replaces) return null;
	const { code, period, value } = entry;
	return { code, period, yours: value, current: held };
}

/**
 * Says that a provisional value holds: the same value again, validated, and the provisional one stays in its history.
 * @throws TerrimedError `conflict` when it has been corrected or validated since
 */
export async function validateValue(
	context: Context,
	departmentCode: string,
	target: { code: string; valueId: string },
): Promise<void> {
	const space = await authorizeInSpace(context, 'indicator.write', departmentCode);
	const { code, valueId } = target;
	const [found] = await context.db
		.select()
		.from(indicatorValue)
		.where(
			and(
				eq(indicatorValue.id, valueId),
				eq(indicatorValue.departmentCode, space.departmentCode),
				eq(indicatorValue.code, code),
			),
		);
	if (found === undefined) throw notFound();
	if (found.state === 'validated') throw new TerrimedError('conflict', 'Cette valeur est déjà validée.');
	const { period, value, source, comment } = found;
	const entered = await enterValues(context, departmentCode, [
		{ code, period, value, source, comment, state: 'validated', replaces: valueId },
	]);
	if (entered.outcome === 'written') return;
	throw new TerrimedError('conflict', 'Cette valeur a été corrigée entre-temps. Relisez la nouvelle.');
}

function checkEntry(
	key: string,
	definition: Pick<Definition, 'frequency' | 'computation'> | undefined,
	today: string,
): void {
	const period = parsePeriod(key);
	if (definition === undefined) throw notFound();
	if (definition.computation !== null)
		throw new TerrimedError('invalid-input', COMPUTED, { period: COMPUTED });
	const { frequency } = definition;
	if (period?.frequency !== frequency) {
		const sentence = `Cet indicateur se saisit ${FREQUENCY_LABEL[frequency]}.`;
		throw new TerrimedError('invalid-input', sentence, { period: sentence });
	}
	if (period.startsOn <= today) return;
	const sentence = 'Cette période n’a pas encore commencé.';
	throw new TerrimedError('invalid-input', sentence, { period: sentence });
}

/** The value that holds for each period, by « code period ». */
async function readCurrent(
	{ db }: Context,
	departmentCode: string,
	codes: readonly string[],
): Promise<Map<string, CurrentValue>> {
	const rows = await db
		.select({ row: indicatorValue, authorName: account.displayName })
		.from(indicatorValue)
		.leftJoin(account, eq(account.id, indicatorValue.accountId))
		.where(and(eq(indicatorValue.departmentCode, departmentCode), inArray(indicatorValue.code, [...codes])))
		.orderBy(desc(indicatorValue.version));
	const found = new Map<string, CurrentValue>();
	for (const { row, authorName } of rows) {
		const key = placeOf(row);
		if (!found.has(key)) found.set(key, currentValue(row, authorName));
	}
	return found;
}

async function writeValue(
	context: Context,
	departmentCode: string,
	entry: ValueEntry & { version: number; definitionVersion: number },
): Promise<string> {
	const createdAt = context.now();
	const id = newId(createdAt.getTime());
	const { replaces, ...columns } = entry;
	await context.db
		.insert(indicatorValue)
		.values({ ...columns, id, departmentCode, accountId: writerOf(context), createdAt });
	const { code, period, version, state } = entry;
	const action = replaces === null ? 'indicator.enter' : 'indicator.correct';
	await auditIndicator(context, departmentCode, { action, code, details: { period, version, state } });
	return id;
}
