import { z } from 'zod';
import { DOCUMENT_KINDS, DOCUMENT_STATES } from '#lib/documents/document.rules.ts';
import type { SpaceState } from '#lib/evaluation/state/state.ts';
import { ACTION_STATUSES } from '#lib/plan/action.rules.ts';
import { isDepartmentCode } from '#lib/territory/territory.rules.ts';
import { indicatorByApi, toldIndicator, toldValue, valueByApi } from './indicator.operations.ts';
import { defineOperation, NO_BODY } from './operation.ts';
import { actionByApi } from './plan.operations.ts';

const instant = z.iso.datetime();
const sha256 = z.string().meta({ description: 'Empreinte du contenu canonique, en hexadécimal.' });
const seq = z.int().meta({ description: 'Dernière ligne du journal alors.' });

const documentThen = z.object({
	id: z.string(),
	kind: z.enum(DOCUMENT_KINDS),
	title: z.string(),
	isTitleThen: z
		.boolean()
		.meta({ description: 'Faux quand rien ne dit le titre d’alors : c’est celui d’aujourd’hui.' }),
	state: z.enum(DOCUMENT_STATES),
	seq,
	changedAt: instant.nullable(),
	sha256,
	adopted: z
		.array(z.object({ id: z.string(), name: z.string(), seq, sha256, at: instant }))
		.meta({ description: 'Les versions adoptées jusque-là, la première d’abord.' }),
});

const objection = z.object({
	id: z.string(),
	indicator: z.string(),
	valueId: z.string(),
	period: z.string(),
	value: z.number(),
	reason: z.string(),
	authorName: z.string(),
	createdAt: instant,
	answer: z.object({ text: z.string(), authorName: z.string(), createdAt: instant }).nullable(),
});

const member = z.object({
	mandateId: z.string(),
	name: z.string(),
	organisation: z.string(),
	college: z.string(),
	seatRole: z.enum(['holder', 'substitute']),
	role: z.enum(['member', 'elected', 'facilitator', 'urps', 'ars']).nullable(),
	title: z.string(),
	isRegional: z.boolean(),
	from: z.iso.date(),
	until: z.iso.date(),
});

export const getStateByApi = defineOperation({
	id: 'getState',
	method: 'GET',
	path: '/api/departements/{code}/etat',
	summary:
		'L’espace tel qu’il était à la fin d’un jour : le plan, les indicateurs, les contestations, les empreintes des textes, la composition. Rien des registres.',
	params: z.object({
		code: z.string().refine(isDepartmentCode).meta({ description: 'Code du département.' }),
	}),
	query: z.strictObject({
		at: z.iso
			.date()
			.optional()
			.meta({ description: 'Le jour, à sa fin (heure de Paris) ; aujourd’hui si rien n’est dit.' }),
	}),
	body: NO_BODY,
	status: 200,
	result: z.object({
		code: z.string(),
		at: instant.meta({ description: 'Ce qui était écrit jusqu’à cet instant compte.' }),
		day: z.iso.date().meta({ description: 'Le jour auquel les statuts sont jugés.' }),
		plan: z.object({
			documentId: z.string(),
			seq,
			sha256,
			actions: z.array(
				actionByApi.extend({
					standing: z
						.enum(ACTION_STATUSES)
						.meta({ description: 'Le statut montré ce jour-là : en retard dès l’échéance passée.' }),
				}),
			),
		}),
		indicators: z.array(
			indicatorByApi.extend({ definedAt: instant.nullable(), values: z.array(valueByApi) }),
		),
		objections: z.array(objection),
		documents: z.array(documentThen),
		composition: z.array(member),
		names: z.record(z.string(), z.string()).meta({
			description: 'Ce que les identifiants du plan désignent : structures, personnes, communes, EPCI.',
		}),
	}),
});

type Told = z.input<typeof getStateByApi.result>;

/** A state as it leaves. */
export function toldState(state: SpaceState): Told {
	const { plan, composition, names, day } = state;
	return {
		...{ code: state.departmentCode, at: state.at.toISOString(), day, composition, names },
		plan: { documentId: plan.documentId, seq: plan.seq, sha256: plan.hash, actions: plan.actions },
		indicators: state.indicators.map((one) => ({
			...toldIndicator(one),
			definedAt: one.definedAt?.toISOString() ?? null,
			values: one.values.map(toldValue),
		})),
		objections: state.objections.map(toldObjection),
		documents: state.documents.map(({ hash, changedAt, adopted, ...document }) => ({
			...document,
			...{ sha256: hash, changedAt: changedAt?.toISOString() ?? null },
			adopted: adopted.map(({ hash: of, at, ...version }) => ({
				...version,
				...{ sha256: of, at: at.toISOString() },
			})),
		})),
	};
}

function toldObjection(one: SpaceState['objections'][number]): Told['objections'][number] {
	const { id, code, valueId, period, value, reason, authorName, answer } = one;
	return {
		...{ id, indicator: code, valueId, period, value, reason, authorName },
		createdAt: one.createdAt.toISOString(),
		answer: answer === null ? null : { ...answer, createdAt: answer.createdAt.toISOString() },
	};
}
