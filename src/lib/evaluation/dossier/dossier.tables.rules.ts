import { DOCUMENT_KIND_LABEL } from '#lib/documents/document.rules.ts';
import type { Dossier } from './dossier.ts';
import {
	indicatorsTable,
	objectionsTable,
	targetsTable,
	valuesTable,
} from './dossier.indicator-tables.rules.ts';
import { actionsTable, gapsTable, milestonesTable, propositionsTable } from './dossier.plan-tables.rules.ts';
import { tableOf, type DossierTable } from './dossier.table.rules.ts';

/** The tables of an evaluation file; those of a part that was left out are not there. */
export function dossierTables(dossier: Dossier): DossierTable[] {
	const holds = (part: Dossier['parts'][number], tables: () => DossierTable[]): DossierTable[] =>
		dossier.parts.includes(part) ? tables() : [];
	return [
		propositionsTable(dossier),
		...holds('plan', () => [actionsTable(dossier), milestonesTable(dossier), gapsTable(dossier)]),
		...holds('indicators', () => [
			indicatorsTable(dossier),
			targetsTable(dossier),
			valuesTable(dossier),
			objectionsTable(dossier),
		]),
		...holds('changes', () => [changes(dossier)]),
		documents(dossier),
		composition(dossier),
		...holds('journal', () => [journal(dossier)]),
	];
}

const changes = ({ changes: all }: Dossier): DossierTable =>
	tableOf(
		{
			name: 'changements',
			title: 'Changements',
			description: 'Ce qui a changé entre le début et la fin de la période.',
			key: [],
		},
		[
			{
				name: 'proposition',
				title: 'Proposition',
				type: 'integer',
				of: ({ proposition }) => proposition,
			},
			{ name: 'importance', title: 'Importance', type: 'string', width: 14, of: (one) => one.importance },
			{ name: 'objet', title: 'Objet', type: 'string', width: 44, of: ({ subject }) => subject },
			{ name: 'quoi', title: 'Ce qui change', type: 'string', of: ({ what }) => what },
			{ name: 'avant', title: 'Avant', type: 'string', width: 36, of: ({ before }) => before },
			{ name: 'apres', title: 'Après', type: 'string', width: 36, of: ({ after }) => after },
			{ name: 'qui', title: 'Structure', type: 'string', of: ({ who }) => who },
			{ name: 'quand', title: 'Le', type: 'string', width: 24, of: ({ when }) => when },
		],
		all,
	);

const documents = ({ documents: all }: Dossier): DossierTable =>
	tableOf(
		{
			name: 'documents',
			title: 'Documents',
			description: 'Les textes du comité, avec l’empreinte de leur contenu à la fin de la période.',
			key: ['identifiant'],
		},
		[
			{ name: 'titre', title: 'Titre', type: 'string', width: 44, of: ({ title }) => title },
			{ name: 'type', title: 'Type', type: 'string', of: ({ kind }) => DOCUMENT_KIND_LABEL[kind] },
			{ name: 'etat', title: 'État', type: 'string', of: ({ state }) => state },
			{ name: 'ecritures', title: 'Écritures', type: 'integer', of: ({ seq }) => seq },
			{ name: 'sha256', title: 'SHA-256', type: 'string', width: 66, of: ({ sha256 }) => sha256 },
			{
				name: 'adopte_le',
				title: 'Adopté le',
				type: 'datetime',
				of: ({ adopted }) => adopted.at(-1)?.at ?? null,
			},
			{
				name: 'sha256_adopte',
				title: 'SHA-256 adopté',
				type: 'string',
				width: 66,
				of: ({ adopted }) => adopted.at(-1)?.sha256 ?? '',
			},
			{ name: 'identifiant', title: 'Identifiant', type: 'string', width: 38, of: ({ id }) => id },
		],
		all,
	);

const composition = ({ composition: all }: Dossier): DossierTable =>
	tableOf(
		{
			name: 'composition',
			title: 'Composition',
			description: 'Les sièges occupés à la fin de la période, par structure.',
			key: [],
		},
		[
			{ name: 'college', title: 'Collège', type: 'string', width: 36, of: ({ college }) => college },
			{ name: 'structure', title: 'Structure', type: 'string', width: 44, of: (one) => one.organisation },
			{ name: 'siege', title: 'Siège', type: 'string', width: 12, of: ({ seat }) => seat },
			{ name: 'du', title: 'Du', type: 'date', of: ({ from }) => from },
			{ name: 'au', title: 'Au', type: 'date', of: ({ until }) => until },
		],
		all,
	);

const journal = ({ journal: all }: Dossier): DossierTable =>
	tableOf(
		{
			name: 'journal',
			title: 'Journal',
			description: 'Les écritures du journal du comité pendant la période, sans les registres.',
			key: ['ligne'],
		},
		[
			{ name: 'ligne', title: 'Ligne', type: 'integer', of: ({ seq }) => seq },
			{ name: 'le', title: 'Le', type: 'datetime', of: ({ at }) => at },
			{ name: 'quoi', title: 'Quoi', type: 'string', of: ({ action }) => action },
			{ name: 'objet', title: 'Objet', type: 'string', width: 44, of: ({ subject }) => subject },
			{ name: 'sha256', title: 'SHA-256', type: 'string', width: 66, of: ({ sha256 }) => sha256 },
		],
		all,
	);
