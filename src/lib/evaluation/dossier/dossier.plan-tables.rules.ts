import { ACTION_STATUSES, ACTION_STATUS_LABEL } from '#lib/plan/action.rules.ts';
import type { Dossier, DossierAction, StatusCounts } from './dossier.ts';
import { tableOf, type Column, type DossierTable } from './dossier.table.rules.ts';

const statusColumns = (
	suffix: string,
	when: string,
	of: (one: Dossier['propositions'][number]) => StatusCounts,
): Column<Dossier['propositions'][number]>[] =>
	ACTION_STATUSES.map((status) => ({
		name: `${status.replace('-', '_')}${suffix}`,
		title: `${ACTION_STATUS_LABEL[status]}${when}`,
		type: 'integer',
		width: 16,
		of: (one) => of(one)[status],
	}));

export const propositionsTable = ({ propositions: all }: Dossier): DossierTable =>
	tableOf(
		{
			name: 'propositions',
			title: 'Propositions',
			description: 'Nombre d’actions par proposition et par statut, à la fin et au début de la période.',
			key: ['proposition'],
		},
		[
			{ name: 'proposition', title: 'N°', type: 'integer', of: ({ number }) => number },
			{ name: 'titre', title: 'Proposition', type: 'string', width: 44, of: ({ title }) => title },
			...statusColumns('', '', ({ after }) => after),
			...statusColumns('_avant', ' (début)', ({ before }) => before),
		],
		all,
	);

const euros = (cents: number | null): number | null => (cents === null ? null : cents / 100);
const list = (texts: readonly string[]): string => texts.join(' ; ');

const ACTION_COLUMNS: readonly Column<DossierAction>[] = [
	{ name: 'numero', title: 'N°', type: 'string', width: 7, of: ({ number }) => number },
	{ name: 'proposition', title: 'Proposition', type: 'integer', of: ({ proposition }) => proposition },
	{ name: 'titre', title: 'Action', type: 'string', width: 44, of: ({ title }) => title },
	{ name: 'objectif', title: 'Objectif', type: 'string', width: 44, of: ({ objective }) => objective },
	{ name: 'chef_de_file', title: 'Chef de file', type: 'string', of: ({ lead }) => lead },
	{ name: 'partenaires', title: 'Avec', type: 'string', of: ({ partners }) => list(partners) },
	{ name: 'lieux', title: 'Lieux', type: 'string', of: ({ places }) => list(places) },
	{ name: 'debut', title: 'Début', type: 'date', of: ({ startsOn }) => startsOn },
	{ name: 'echeance', title: 'Échéance', type: 'date', of: ({ dueOn }) => dueOn },
	{
		name: 'statut',
		title: 'Statut',
		type: 'string',
		width: 16,
		of: ({ standing }) => ACTION_STATUS_LABEL[standing],
	},
	{
		name: 'statut_avant',
		title: 'Statut au début',
		type: 'string',
		width: 16,
		description: 'Vide pour une action qui n’était pas au plan au début de la période.',
		of: ({ before }) => (before === null ? '' : ACTION_STATUS_LABEL[before]),
	},
	{ name: 'avancement', title: 'Avancement (%)', type: 'integer', of: ({ progress }) => progress },
	{ name: 'budget', title: 'Budget (€)', type: 'number', of: ({ budgetCents }) => euros(budgetCents) },
	{ name: 'etp', title: 'ETP', type: 'number', of: (one) => euros(one.staffingHundredths) },
	{
		name: 'obstacles',
		title: 'Obstacles',
		type: 'string',
		width: 40,
		of: ({ obstacles }) =>
			list(
				obstacles.map(
					({ text, answer, lifted }) =>
						`${text}${answer === '' ? '' : ` → ${answer}`}${lifted ? ' (levé)' : ''}`,
				),
			),
	},
	{ name: 'indicateurs', title: 'Indicateurs', type: 'string', of: (one) => list(one.indicators) },
	{ name: 'identifiant', title: 'Identifiant', type: 'string', width: 38, of: ({ id }) => id },
];

export const actionsTable = ({ actions: all }: Dossier): DossierTable =>
	tableOf(
		{
			name: 'actions',
			title: 'Actions',
			description: 'Les actions du plan à la fin de la période, avec le statut qu’elles avaient au début.',
			key: ['identifiant'],
		},
		ACTION_COLUMNS,
		all,
	);

export const milestonesTable = ({ actions: all }: Dossier): DossierTable =>
	tableOf(
		{
			name: 'jalons',
			title: 'Jalons',
			description: 'Les jalons de chaque action, à la fin de la période.',
			key: [],
		},
		[
			{ name: 'action', title: 'Action', type: 'string', width: 9, of: ({ action }) => action },
			{ name: 'jalon', title: 'Jalon', type: 'string', width: 50, of: ({ title }) => title },
			{ name: 'echeance', title: 'Échéance', type: 'date', of: ({ dueOn }) => dueOn },
			{ name: 'fait', title: 'Fait', type: 'boolean', of: ({ done }) => done },
		],
		all.flatMap(({ number, milestones: own }) => own.map((one) => ({ ...one, action: number }))),
	);

export const gapsTable = ({ gaps: all }: Dossier): DossierTable =>
	tableOf(
		{
			name: 'ecarts',
			title: 'Écarts',
			description: 'Ce qui manque entre les propositions, les actions, les indicateurs et leurs valeurs.',
			key: [],
		},
		[
			{ name: 'proposition', title: 'Proposition', type: 'integer', of: ({ proposition }) => proposition },
			{ name: 'objet', title: 'Objet', type: 'string', width: 50, of: ({ subject }) => subject },
			{ name: 'ecart', title: 'Écart', type: 'string', width: 60, of: ({ gap }) => gap },
		],
		all,
	);
