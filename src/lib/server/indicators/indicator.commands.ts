import { and, eq, like } from 'drizzle-orm';
import { notFound, TerrimedError } from '#lib/errors.ts';
import { newId } from '#lib/identifiers.ts';
import { definitionFaults, type Definition } from '#lib/indicators/indicator.rules.ts';
import { committee } from '../committee/committee.tables.ts';
import { listSpacePeople } from '../committee/member.queries.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import { within, type Context } from '../context/context.ts';
import {
	indicator,
	indicatorDefinition,
	indicatorObjection,
	indicatorObjectionAnswer,
	indicatorValue,
} from './indicator.tables.ts';
import { auditIndicator, definitionColumns, lockIndicators, writerOf } from './indicator.writing.ts';

export interface DefinitionChange {
	/** Null to make one of the committee's own. */
	code: string | null;
	/** The version that the change was made from; null for a new indicator. */
	basedOn: number | null;
	definition: Definition;
}

/**
 * Defines an indicator: a new one of the committee's own, or the next version of one that is there. Old values keep
 * the version they were entered under.
 * @throws TerrimedError `conflict` when it was defined anew meanwhile, `invalid-input` for a path that goes backwards
 */
export async function defineIndicator(
	context: Context,
	departmentCode: string,
	change: DefinitionChange,
): Promise<{ code: string }> {
	const space = await authorizeInSpace(context, 'indicator.write', departmentCode);
	await checkDefinition(context, space.departmentCode, change.definition);
	const made = await context.db.transaction(async (transaction) => {
		const inside = within(context, transaction);
		const place = await placeOf(inside, space.departmentCode, change);
		await transaction.insert(indicatorDefinition).values({
			...{ departmentCode: space.departmentCode, ...place },
			...{ definedAt: context.now(), definedBy: writerOf(context) },
			...definitionColumns(change.definition),
		});
		const { code, version } = place;
		await auditIndicator(inside, space.departmentCode, {
			action: 'indicator.define',
			code,
			details: { version },
		});
		return { code };
	});
	context.events.publish({ type: 'figures-changed', departmentCode: space.departmentCode });
	return made;
}

async function checkDefinition(
	context: Context,
	departmentCode: string,
	definition: Definition,
): Promise<void> {
	const faults = definitionFaults(definition);
	if (definition.ownerId !== null) {
		const people = await listSpacePeople(context, departmentCode);
		const isHere = people.some(({ accountId, sits }) => sits && accountId === definition.ownerId);
		if (!isHere) faults['ownerId'] = 'Choisissez une personne de la liste.';
	}
	const [sentence] = Object.values(faults);
	if (sentence !== undefined) throw new TerrimedError('invalid-input', sentence, faults);
}

/** Where the definition goes: the next number of the committee's own, or the next version. */
async function placeOf(
	context: Context,
	departmentCode: string,
	{ code, basedOn }: DefinitionChange,
): Promise<{ code: string; version: number }> {
	if (code === null) return { code: await openOwn(context, departmentCode), version: 1 };
	const known = (await lockIndicators(context, departmentCode, [code])).get(code);
	if (known === undefined) throw notFound();
	if (known.version !== basedOn) {
		throw new TerrimedError(
			'conflict',
			'Cet indicateur a été redéfini pendant votre saisie. Rechargez la page pour lire la nouvelle définition.',
		);
	}
	const version = known.version + 1;
	await context.db
		.update(indicator)
		.set({ version })
		.where(and(eq(indicator.departmentCode, departmentCode), eq(indicator.code, code)));
	return { code, version };
}

/** The committee's row is locked, so that two people do not take the same number. */
async function openOwn(context: Context, departmentCode: string): Promise<string> {
	const { db } = context;
	await db
		.select({ code: committee.departmentCode })
		.from(committee)
		.where(eq(committee.departmentCode, departmentCode))
		.for('no key update');
	const own = await db
		.select({ code: indicator.code })
		.from(indicator)
		.where(and(eq(indicator.departmentCode, departmentCode), like(indicator.code, 'L%')));
	const code = `L${Math.max(0, ...own.map((one) => Number(one.code.slice(1)))) + 1}`;
	await db
		.insert(indicator)
		.values({ departmentCode, code, createdAt: context.now(), createdBy: writerOf(context) });
	return code;
}

/** Raises a reasoned objection to a value, which stays whatever becomes of the value. @throws TerrimedError `not-found` */
export async function contestValue(
	context: Context,
	departmentCode: string,
	input: { code: string; valueId: string; reason: string },
): Promise<{ id: string }> {
	const space = await authorizeInSpace(context, 'indicator.contest', departmentCode);
	const { code, valueId, reason } = input;
	return context.db.transaction(async (transaction) => {
		const [value] = await transaction
			.select({ id: indicatorValue.id })
			.from(indicatorValue)
			.where(
				and(
					eq(indicatorValue.id, valueId),
					eq(indicatorValue.departmentCode, space.departmentCode),
					eq(indicatorValue.code, code),
				),
			);
		if (value === undefined) throw notFound();
		const createdAt = context.now();
		const id = newId(createdAt.getTime());
		await transaction.insert(indicatorObjection).values({
			...{ id, departmentCode: space.departmentCode, code, valueId, reason },
			...{ accountId: writerOf(context), createdAt },
		});
		await auditIndicator(within(context, transaction), space.departmentCode, {
			action: 'indicator.contest',
			code,
			details: { valueId, objectionId: id },
		});
		return { id };
	});
}

/** Answers an objection, once: both stay. @throws TerrimedError `conflict` when it has been answered */
export async function answerObjection(
	context: Context,
	departmentCode: string,
	input: { code: string; objectionId: string; answer: string },
): Promise<void> {
	const space = await authorizeInSpace(context, 'indicator.write', departmentCode);
	const { code, objectionId, answer } = input;
	await context.db.transaction(async (transaction) => {
		const [objection] = await transaction
			.select({ id: indicatorObjection.id })
			.from(indicatorObjection)
			.where(
				and(
					eq(indicatorObjection.id, objectionId),
					eq(indicatorObjection.departmentCode, space.departmentCode),
					eq(indicatorObjection.code, code),
				),
			);
		if (objection === undefined) throw notFound();
		const [made] = await transaction
			.insert(indicatorObjectionAnswer)
			.values({
				...{ objectionId, departmentCode: space.departmentCode, answer },
				...{ accountId: writerOf(context), createdAt: context.now() },
			})
			.onConflictDoNothing()
			.returning({ id: indicatorObjectionAnswer.objectionId });
		if (made === undefined) {
			throw new TerrimedError('conflict', 'Cette contestation a déjà sa réponse. Rechargez la page.');
		}
		await auditIndicator(within(context, transaction), space.departmentCode, {
			action: 'indicator.answer',
			code,
			details: { objectionId },
		});
	});
}
