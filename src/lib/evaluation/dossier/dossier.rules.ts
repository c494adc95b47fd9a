import { DOCUMENT_STATE_LABEL } from '#lib/documents/document.rules.ts';
import { DIRECTION_LABEL, VALUE_STATE_LABEL } from '#lib/indicators/indicator.rules.ts';
import { standingSentence } from '#lib/indicators/indicator.view.rules.ts';
import { FREQUENCY_LABEL, parsePeriod, periodLabel } from '#lib/indicators/period.rules.ts';
import { INDICATOR_STATUS_LABEL } from '#lib/indicators/status.rules.ts';
import { ACTION_STATUSES, type ActionStatus } from '#lib/plan/action.rules.ts';
import { countInWords } from '#lib/plan/action.words.ts';
import { PROPOSITIONS } from '#lib/plan/proposition.catalogue.ts';
import {
	DOSSIER_SHAPE,
	type Dossier,
	type DossierAction,
	type DossierEvent,
	type DossierFigure,
	type DossierGap,
	type DossierHead,
	type DossierIndicator,
	type DossierPart,
	type DossierValue,
	type StatusCounts,
} from './dossier.ts';
import { chainOf } from '../chain/chain.rules.ts';
import { dossierChanges } from './dossier.changes.rules.ts';
import type { ToldChange } from '../review/review.view.ts';
import { reviewFigures } from '../changes/change.rules.ts';
import { methodOf } from './dossier.method.rules.ts';
import type { ActionState, ObjectionState, SeatedMember, SpaceState, ValueState } from '../state/state.ts';

/** What an evaluation file is made from: two states of a space, and what was found between and in them. */
export interface DossierInput {
	department: { code: string; name: string };
	region: string;
	period: { from: string; until: string };
	before: SpaceState;
	after: SpaceState;
	changes: readonly ToldChange[];
	diagnosis: Dossier['diagnosis'];
	journal: readonly DossierEvent[];
	parts: readonly DossierPart[];
	auditChain: DossierHead['auditChain'];
	version: string;
	preparedAt: Date;
}

/** The whole of an evaluation file, as plain values: the same input gives the same values in the same order. */
export function dossierOf(input: DossierInput): Dossier {
	const { before, after, parts } = input;
	const holds = (part: DossierPart): boolean => parts.includes(part);
	return {
		...headOf(input),
		sentence: sentenceOf(after),
		figures: figuresOf(before, after),
		plan: { documentId: after.plan.documentId, from: markOf(before), until: markOf(after) },
		propositions: PROPOSITIONS.map(({ number, title }) => ({
			...{ number, title },
			before: countStandings(before.plan.actions, number),
			after: countStandings(after.plan.actions, number),
		})),
		actions: holds('plan') ? actionsOf(before, after) : [],
		indicators: holds('indicators') ? indicatorsOf(before, after) : [],
		changes: holds('changes') ? dossierChanges(input.changes, before, after) : [],
		gaps: holds('plan') ? gapsOf(after) : [],
		documents: after.documents.map(({ id, kind, title, state, seq, hash, adopted }) => ({
			...{ id, kind, title, seq, state: DOCUMENT_STATE_LABEL[state], sha256: hash },
			adopted: adopted.map((one) => ({
				...{ id: one.id, name: one.name, seq: one.seq, sha256: one.hash, at: one.at.toISOString() },
			})),
		})),
		composition: after.composition.map(({ organisation, collegeLabel, seatRole, from, until }) => ({
			...{ organisation, college: collegeLabel, seat: SEAT_LABEL[seatRole], from, until },
		})),
		diagnosis: holds('diagnosis') ? input.diagnosis : null,
		journal: holds('journal') ? [...input.journal] : [],
		method: methodOf(input),
	};
}

function headOf(input: DossierInput): DossierHead {
	return {
		shape: DOSSIER_SHAPE,
		...{ department: input.department, region: input.region, period: input.period },
		states: { from: input.before.at.toISOString(), until: input.after.at.toISOString() },
		preparedAt: input.preparedAt.toISOString(),
		program: { name: 'Terrimed', version: input.version },
		parts: [...input.parts],
		auditChain: input.auditChain,
	};
}

const SEAT_LABEL: Record<SeatedMember['seatRole'], string> = {
	holder: 'titulaire',
	substitute: 'suppléance',
};

/** Where the plan and the indicators stood, in a sentence each. */
function sentenceOf({ plan, indicators }: SpaceState): string {
	const counts = countStandings(plan.actions);
	const told = ACTION_STATUSES.toReversed()
		.filter((status) => counts[status] > 0)
		.map((status) => `${counts[status]} ${STANDING_WORD[status][counts[status] > 1 ? 1 : 0]}`);
	const start =
		plan.actions.length === 0 ? 'Le plan ne compte aucune action' : countInWords(plan.actions.length);
	return `${start}${told.length > 0 ? `\u00a0: ${told.join(', ')}` : ''}. ${standingSentence(indicators)}`;
}

/** For one action, and for several. */
const STANDING_WORD: Record<ActionStatus, readonly [string, string]> = {
	proposed: ['proposée', 'proposées'],
	'on-track': ['dans les temps', 'dans les temps'],
	'at-risk': ['à surveiller', 'à surveiller'],
	late: ['en retard', 'en retard'],
	done: ['terminée', 'terminées'],
};

/** The figures at the head of the review's page, at both dates. */
function figuresOf(before: SpaceState, after: SpaceState): DossierFigure[] {
	const { done, late, upToDate, added } = reviewFigures(before, after);
	return [
		{ label: 'Actions terminées', value: String(done.after), before: `contre ${done.before}` },
		{ label: 'En retard', value: String(late.after), before: `contre ${late.before}` },
		{
			label: 'Indicateurs à jour',
			value: `${upToDate.after} sur ${upToDate.followed}`,
			before: `contre ${upToDate.before}`,
		},
		{ label: 'Nouvelles actions', value: String(added), before: '' },
	];
}

const gapsOf = (state: SpaceState): DossierGap[] =>
	chainOf(state).gaps.map(({ proposition, subject, sentence }) => ({
		proposition,
		subject: `${subject.type === 'proposition' ? 'Proposition ' : ''}${subject.code} ${subject.name}`,
		gap: sentence,
	}));

const markOf = ({ plan }: SpaceState): { seq: number; sha256: string } => ({
	...{ seq: plan.seq, sha256: plan.hash },
});

/** How many actions stood where, of one proposition or of all. */
function countStandings(actions: readonly ActionState[], proposition?: number): StatusCounts {
	const counted = actions.filter((one) => proposition === undefined || one.proposition === proposition);
	const entries = ACTION_STATUSES.map((status) => [
		status,
		counted.filter(({ standing }) => standing === status).length,
	]);
	return Object.fromEntries(entries) as StatusCounts;
}

function actionsOf(before: SpaceState, after: SpaceState): DossierAction[] {
	const standings = new Map(before.plan.actions.map(({ id, standing }) => [id, standing]));
	const name = (id: string): string => after.names[id] ?? '?';
	return after.plan.actions.map((action) => ({
		...{ id: action.id, number: action.number, proposition: action.proposition, title: action.title },
		objective: action.objective,
		lead: action.leadOrganisationId === null ? '' : name(action.leadOrganisationId),
		partners: action.partnerOrganisationIds.map(name),
		places: [...action.intercommunalityCodes, ...action.communeCodes].map(name),
		...{ startsOn: action.startsOn, dueOn: action.dueOn, standing: action.standing },
		before: standings.get(action.id) ?? null,
		...{ progress: action.progress, budgetCents: action.budgetCents },
		staffingHundredths: action.staffingHundredths,
		milestones: action.milestones.map(({ title, dueOn, done }) => ({ title, dueOn, done })),
		obstacles: action.obstacleList.map(({ text, answer, lifted }) => ({ text, answer, lifted })),
		indicators: action.indicators,
	}));
}

function indicatorsOf(before: SpaceState, after: SpaceState): DossierIndicator[] {
	const earlier = new Map(before.indicators.map((one) => [one.code, one]));
	return after.indicators.map((one) => {
		const { definition, judgement } = one;
		const { direction, watchFrom, lateFrom } = definition;
		const known = earlier.get(one.code);
		return {
			...{ code: one.code, name: definition.name, proposition: definition.proposition },
			...{ unit: definition.unit, direction: DIRECTION_LABEL[definition.direction] },
			...{ formula: definition.formula, source: definition.source },
			frequency: FREQUENCY_LABEL[definition.frequency],
			...{ isOwn: one.isOwn, version: one.version, baseline: definition.baseline },
			...{ targets: [...definition.targets], thresholds: { direction, watchFrom, lateFrom } },
			...{ status: judgement.status, sentence: judgement.sentence },
			statusLabel: INDICATOR_STATUS_LABEL[judgement.status],
			beforeLabel: known === undefined ? null : INDICATOR_STATUS_LABEL[known.judgement.status],
			values: one.values.map(valueOf),
			objections: after.objections.filter(({ code }) => code === one.code).map(objectionOf),
		};
	});
}

function valueOf(value: ValueState): DossierValue {
	const period = parsePeriod(value.period);
	return {
		period: value.period,
		periodLabel: period === null ? value.period : periodLabel(period),
		value: value.value,
		state: VALUE_STATE_LABEL[value.state],
		...{ source: value.source, comment: value.comment, version: value.version },
		definitionVersion: value.definitionVersion,
		isComputed: value.computedFrom !== null,
		writtenAt: value.createdAt.toISOString(),
	};
}

const objectionOf = (one: ObjectionState): DossierIndicator['objections'][number] => ({
	...{ period: one.period, value: one.value, reason: one.reason },
	raisedAt: one.createdAt.toISOString(),
	answer: one.answer?.text ?? null,
});
