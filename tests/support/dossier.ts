import { changesBetween } from '#lib/evaluation/changes/change.rules.ts';
import { dossierOf, type DossierInput } from '#lib/evaluation/dossier/dossier.rules.ts';
import { DOSSIER_PARTS, type Dossier } from '#lib/evaluation/dossier/dossier.ts';
import type { ActionState, SpaceState } from '#lib/evaluation/state/state.ts';
import {
	buildDocument,
	buildIndicator,
	buildObjection,
	buildPlan,
	buildSeat,
	buildState,
} from './space-state.ts';

export const SPRING = '2026-06-30';
export const AUTUMN = '2026-11-19';

const milestones = [
	{ id: 'j1', title: 'Convention signée', dueOn: '2026-09-01', done: true },
	{ id: 'j2', title: 'Local trouvé', dueOn: null, done: false },
];

function actionsOf(day: string): Partial<ActionState>[] {
	const later = day > SPRING;
	return [
		{
			id: 'a1',
			proposition: 2,
			title: 'Signer la convention type d’accueil',
			dueOn: '2026-10-15',
			leadOrganisationId: 'urps',
			milestones,
		},
		{
			id: 'a2',
			title: 'Envoyer l’enquête',
			status: later ? 'done' : 'on-track',
			progress: later ? 100 : 40,
			indicators: ['I5.2'],
		},
		{
			id: 'a3',
			rank: 'b',
			title: '=HYPERLINK("https://mal.example")',
			objective: 'Deux lignes,\net des "guillemets"',
			budgetCents: 1_234_550,
			staffingHundredths: 50,
			communeCodes: ['64371'],
			partnerOrganisationIds: ['amf'],
		},
		...(later ? [{ id: 'a4', proposition: 9, title: 'Ouvrir le guichet', status: 'at-risk' as const }] : []),
	];
}

/** A space by hand, on one of the two days. */
export function sampleState(day: string): SpaceState {
	const later = day > SPRING;
	const values = [
		{
			id: 'v1',
			period: '2024',
			value: 12.5,
			comment: 'Relevé par courrier',
			createdAt: new Date('2025-01-10T09:00:00Z'),
		},
		...(later
			? [{ id: 'v2', period: '2025', value: 40, version: 2, createdAt: new Date('2026-10-10T09:00:00Z') }]
			: []),
	];
	const adopted = {
		...{ id: 'ver1', name: 'Version 1', seq: 3, hash: 'c'.repeat(64) },
		at: new Date('2026-03-01T18:00:00Z'),
	};
	return buildState(day, {
		plan: { ...buildPlan(day, actionsOf(day)), seq: later ? 42 : 30, hash: (later ? 'b' : 'a').repeat(64) },
		indicators: [
			buildIndicator(day, { values, definition: { baseline: { on: '2023-12-31', value: 0 } } }),
			{
				...buildIndicator(day, { definition: { name: 'Maisons de santé', targets: [], baseline: null } }),
				code: 'I5.3',
			},
		],
		objections: later ? [buildObjection()] : [],
		documents: [
			buildDocument({ hash: 'd'.repeat(64), seq: later ? 9 : 3, adopted: [adopted] }),
			buildDocument({ id: 'd2', kind: 'note', title: 'Note', hash: 'e'.repeat(64), isTitleThen: false }),
		],
		composition: [buildSeat({ title: 'Maire de Tardets', until: later ? '2028-12-31' : '2027-12-31' })],
	});
}

export function sampleInput(more: Partial<DossierInput> = {}): DossierInput {
	const [before, after] = [sampleState(SPRING), sampleState(AUTUMN)];
	return {
		department: { code: '64', name: 'Pyrénées-Atlantiques' },
		region: 'Nouvelle-Aquitaine',
		period: { from: SPRING, until: AUTUMN },
		...{ before, after },
		changes: changesBetween(before, after).map((change) => ({
			...change,
			by: ['URPS médecins'],
			at: '2026-10-01T08:00:00.000Z',
		})),
		diagnosis: {
			...{ name: 'Version 1', at: '2026-03-01T18:00:00.000Z', sha256: 'c'.repeat(64) },
			markdown:
				'---\ntitre: Diagnostic\n---\n\n# Le territoire\n\nUne page, et une liste\u00a0:\n\n- un\n- deux\n',
		},
		journal: [
			{
				seq: 7,
				at: '2026-07-01T08:00:00.000Z',
				action: 'version.adopt',
				subject: 'document d1',
				sha256: 'f'.repeat(64),
			},
		],
		parts: DOSSIER_PARTS,
		auditChain: { chain: '64', seq: 12, sha256: '9'.repeat(64) },
		version: '0.1.0',
		preparedAt: new Date('2026-11-20T09:30:00Z'),
		...more,
	};
}

export const sampleDossier = (more: Partial<DossierInput> = {}): Dossier => dossierOf(sampleInput(more));
