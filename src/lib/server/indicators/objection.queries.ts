import { and, count, desc, eq, inArray, isNull, lte } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { RaisedObjection } from '#lib/indicators/indicator.view.ts';
import { account } from '../accounts/account.tables.ts';
import type { Database } from '../database/database.ts';
import { indicatorObjection, indicatorObjectionAnswer, indicatorValue } from './indicator.tables.ts';

interface AskedObjections {
	departmentCode: string;
	/** On this indicator alone. */
	code?: string;
	/** As they stood then: an objection or an answer that came later is not there. */
	at?: Date;
}

/** The objections of a committee, the latest first; whoever asks has judged that they may be read. */
export async function readObjections(
	db: Database,
	{ departmentCode, code, at }: AskedObjections,
): Promise<RaisedObjection[]> {
	const answering = alias(account, 'answering');
	const [objection, answer] = [indicatorObjection, indicatorObjectionAnswer];
	const rows = await db
		.select({
			objection,
			value: indicatorValue,
			authorName: account.displayName,
			answer,
			answeringName: answering.displayName,
		})
		.from(objection)
		.innerJoin(indicatorValue, eq(indicatorValue.id, objection.valueId))
		.innerJoin(account, eq(account.id, objection.accountId))
		.leftJoin(answer, and(eq(answer.objectionId, objection.id), at && lte(answer.createdAt, at)))
		.leftJoin(answering, eq(answering.id, answer.accountId))
		.where(
			and(
				eq(objection.departmentCode, departmentCode),
				code === undefined ? undefined : eq(objection.code, code),
				at && lte(objection.createdAt, at),
			),
		)
		.orderBy(desc(objection.createdAt), desc(objection.id));
	return rows.map(({ objection: { id, valueId, ...raised }, value, answer: given, ...names }) => ({
		...{ id, code: raised.code, valueId, period: value.period, value: value.value },
		...{ reason: raised.reason, accountId: raised.accountId, authorName: names.authorName },
		createdAt: raised.createdAt,
		answer:
			given === null
				? null
				: { text: given.answer, authorName: names.answeringName ?? '', createdAt: given.createdAt },
	}));
}

/** Objections without an answer, by committee; whoever asks has judged that they may be read. */
export async function countOpenObjectionsIn(
	db: Database,
	departmentCodes: readonly string[],
): Promise<Map<string, number>> {
	const { departmentCode, id } = indicatorObjection;
	const rows = await db
		.select({ departmentCode, open: count() })
		.from(indicatorObjection)
		.leftJoin(indicatorObjectionAnswer, eq(indicatorObjectionAnswer.objectionId, id))
		.where(and(inArray(departmentCode, [...departmentCodes]), isNull(indicatorObjectionAnswer.objectionId)))
		.groupBy(departmentCode);
	return new Map(rows.map(({ departmentCode: code, open }) => [code, open]));
}
