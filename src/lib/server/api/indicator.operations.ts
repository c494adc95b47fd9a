import { z } from 'zod';
import { isId } from '#lib/identifiers.ts';
import { ATTACHMENT_TYPES } from '#lib/indicators/attachment.rules.ts';
import { COMPUTATIONS } from '#lib/indicators/computation.rules.ts';
import { valueInput } from '#lib/indicators/indicator.input.ts';
import { DIRECTIONS, isIndicatorCode, VALUE_STATES } from '#lib/indicators/indicator.rules.ts';
import type { IndicatorDetail, IndicatorSummary, ValueConflict } from '#lib/indicators/indicator.view.ts';
import { FREQUENCIES } from '#lib/indicators/period.rules.ts';
import { REGION_FORMATS, REGION_MEDIA_TYPE } from '#lib/indicators/region-file.rules.ts';
import { INDICATOR_STATUSES } from '#lib/indicators/status.rules.ts';
import { isDepartmentCode } from '#lib/territory/territory.rules.ts';
import { defineOperation, NO_BODY } from './operation.ts';

const code = z.string().refine(isDepartmentCode).meta({ description: 'Code du département.' });
const ofIndicator = z.object({
	code,
	indicator: z
		.string()
		.refine(isIndicatorCode)
		.meta({ description: '« I5.2 » du catalogue commun, « L3 » propre au comité.' }),
});

const period = z.string().meta({ description: '2026-11, 2026-T4, 2026-S2 ou 2026.' });
const point = z.object({ on: z.iso.date(), value: z.number() });
export const valueByApi = z.object({
	id: z.string(),
	period,
	value: z.number(),
	state: z.enum(VALUE_STATES),
	source: z.string(),
	comment: z.string(),
	version: z.int().meta({ description: '1, puis un de plus à chaque correction.' }),
	authorName: z.string(),
	createdAt: z.iso.datetime(),
	computedFrom: z
		.object({
			computation: z.enum(COMPUTATIONS),
			part: z.number(),
			whole: z.number().nullable(),
			day: z.iso.date(),
		})
		.nullable()
		.meta({ description: 'De quoi Terrimed l’a calculée ; null pour une valeur saisie.' }),
});
const oneAttachment = z.object({
	id: z.string(),
	name: z.string(),
	type: z.enum(ATTACHMENT_TYPES),
	size: z.int().meta({ description: 'En octets.' }),
	sha256: z.string().meta({ description: 'De ses octets, en hexadécimal.' }),
});
export const indicatorByApi = z.object({
	code: z.string(),
	isOwn: z.boolean().meta({ description: 'Propre au comité, absent du catalogue commun.' }),
	version: z.int().meta({ description: 'De sa définition.' }),
	name: z.string(),
	proposition: z.int().min(1).max(10),
	unit: z.string(),
	direction: z.enum(DIRECTIONS).meta({ description: 'Le sens voulu : à faire monter, ou baisser.' }),
	formula: z.string(),
	source: z.string(),
	frequency: z.enum(FREQUENCIES),
	computation: z
		.enum(COMPUTATIONS)
		.nullable()
		.meta({ description: 'Le calcul qui donne ses valeurs ; null si elles sont saisies.' }),
	baseline: point.nullable(),
	targets: z.array(point).meta({ description: 'Le chemin : une cible par date.' }),
	status: z.enum(INDICATOR_STATUSES),
	sentence: z.string().meta({ description: 'Pourquoi ce statut, en une phrase.' }),
	last: z.object({ period, value: z.number(), state: z.enum(VALUE_STATES) }).nullable(),
	next: z
		.object({ period, dueOn: z.iso.date(), isOverdue: z.boolean() })
		.meta({ description: 'La prochaine valeur attendue.' }),
});

export const listIndicatorsByApi = defineOperation({
	id: 'listIndicators',
	method: 'GET',
	path: '/api/departements/{code}/indicateurs',
	summary: 'Les indicateurs du comité, avec leur définition, leur dernière valeur et leur statut.',
	params: z.object({ code }),
	body: NO_BODY,
	status: 200,
	result: z.array(indicatorByApi),
});

export const listValuesByApi = defineOperation({
	id: 'listIndicatorValues',
	method: 'GET',
	path: '/api/departements/{code}/indicateurs/{indicator}/valeurs',
	summary:
		'Les valeurs d’un indicateur avec leurs pièces, une par période saisie ; une période sans valeur n’y est pas, et ce n’est pas un zéro.',
	params: ofIndicator,
	body: NO_BODY,
	status: 200,
	result: z.array(valueByApi.extend({ attachments: z.array(oneAttachment) })),
});

export const getAttachmentByApi = defineOperation({
	id: 'getIndicatorAttachment',
	method: 'GET',
	path: '/api/departements/{code}/indicateurs/{indicator}/pieces/{piece}',
	summary:
		'La pièce justificative d’une valeur, telle qu’elle est gardée : toujours un fichier à enregistrer.',
	params: ofIndicator.extend({
		piece: z.string().refine(isId).meta({ description: 'L’identifiant de la pièce.' }),
	}),
	body: NO_BODY,
	status: 200,
	result: z.never(),
	files: ATTACHMENT_TYPES,
});

export const enterValueByApi = defineOperation({
	id: 'enterIndicatorValue',
	method: 'POST',
	path: '/api/departements/{code}/indicateurs/{indicator}/valeurs',
	summary:
		'Saisit la valeur d’une période (URPS). Si la période en a déjà une : 409 avec les deux, sauf à la nommer dans `replaces` pour la corriger.',
	params: ofIndicator,
	body: valueInput,
	status: 201,
	result: z.object({ id: z.string() }),
});

export const listRegionIndicatorsByApi = defineOperation({
	id: 'listRegionIndicators',
	method: 'GET',
	path: '/api/regions/{code}/indicateurs',
	summary:
		'Les indicateurs des comités d’une région, département par département (URPS, ARS) ; avec `format`, la comparaison en fichier, écrite au journal de chaque comité.',
	params: z.object({
		code: z
			.string()
			.regex(/^\d{2}$/)
			.meta({ description: 'Code de la région : 75.' }),
	}),
	query: z.strictObject({
		format: z
			.enum(REGION_FORMATS)
			.optional()
			.meta({ description: 'Sans lui, du JSON ; avec lui, un tableau à emporter.' }),
	}),
	body: NO_BODY,
	status: 200,
	result: z.array(z.object({ code: z.string(), name: z.string(), indicators: z.array(indicatorByApi) })),
	files: REGION_FORMATS.map((format) => REGION_MEDIA_TYPE[format]),
});

type Told = Omit<IndicatorSummary, 'openObjections' | 'actions'>;

/** An indicator as it leaves. */
export function toldIndicator(one: Told): z.input<typeof indicatorByApi> {
	const { definition, judgement, values } = one;
	const { name, proposition, unit, direction, formula, source, frequency, baseline, targets } = definition;
	const last = values.at(-1);
	return {
		...{ code: one.code, isOwn: one.isOwn, version: one.version, next: one.next },
		...{ name, proposition, unit, direction, formula, source, frequency, baseline, targets: [...targets] },
		computation: definition.computation,
		...{ status: judgement.status, sentence: judgement.sentence },
		last: last === undefined ? null : { period: last.period, value: last.value, state: last.state },
	};
}

/** A value as it leaves. */
export function toldValue({
	createdAt,
	...value
}: IndicatorSummary['values'][number]): z.input<typeof valueByApi> {
	return { ...value, createdAt: createdAt.toISOString() };
}

/** The values that hold, the earliest period first, with the files that prove them. */
export function toldValues({ values, history }: Pick<IndicatorDetail, 'values' | 'history'>) {
	const attached = new Map(history.map(({ id, attachments }) => [id, attachments]));
	return values.map((one) => ({ ...toldValue(one), attachments: attached.get(one.id) ?? [] }));
}

/** The answer to a value that met another one: a problem (RFC 9457) that carries both. */
export function conflictAnswer({ period: at, yours, current }: ValueConflict): Response {
	const problem = {
		type: 'about:blank',
		title: `${current.authorName} a enregistré une valeur pour cette période. Rien n’a été écrit\u00a0: relisez les deux.`,
		status: 409,
		code: 'conflict',
		period: at,
		yours,
		current: toldValue(current),
	};
	return new Response(JSON.stringify(problem), {
		status: 409,
		headers: { 'content-type': 'application/problem+json' },
	});
}
