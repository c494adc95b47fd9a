import type { Dossier, DossierIndicator } from './dossier.ts';
import { tableOf, type Column, type DossierTable } from './dossier.table.rules.ts';

const INDICATOR_COLUMNS: readonly Column<DossierIndicator>[] = [
	{ name: 'code', title: 'Code', type: 'string', width: 8, of: ({ code }) => code },
	{ name: 'nom', title: 'Indicateur', type: 'string', width: 44, of: ({ name }) => name },
	{ name: 'proposition', title: 'Proposition', type: 'integer', of: ({ proposition }) => proposition },
	{ name: 'unite', title: 'Unité', type: 'string', width: 14, of: ({ unit }) => unit },
	{ name: 'sens', title: 'Sens voulu', type: 'string', width: 16, of: ({ direction }) => direction },
	{ name: 'formule', title: 'Formule', type: 'string', width: 44, of: ({ formula }) => formula },
	{ name: 'source', title: 'Source', type: 'string', of: ({ source }) => source },
	{ name: 'rythme', title: 'Rythme', type: 'string', width: 14, of: ({ frequency }) => frequency },
	{ name: 'propre', title: 'Propre au comité', type: 'boolean', of: ({ isOwn }) => isOwn },
	{ name: 'version', title: 'Version', type: 'integer', of: ({ version }) => version },
	{ name: 'depart_le', title: 'Départ le', type: 'date', of: ({ baseline }) => baseline?.on ?? null },
	{ name: 'depart', title: 'Départ', type: 'number', of: ({ baseline }) => baseline?.value ?? null },
	{ name: 'statut', title: 'Statut', type: 'string', width: 16, of: ({ statusLabel }) => statusLabel },
	{ name: 'explication', title: 'Explication', type: 'string', width: 60, of: ({ sentence }) => sentence },
	{
		name: 'statut_avant',
		title: 'Statut au début',
		type: 'string',
		width: 16,
		of: ({ beforeLabel }) => beforeLabel ?? '',
	},
];

export const indicatorsTable = ({ indicators: all }: Dossier): DossierTable =>
	tableOf(
		{
			name: 'indicateurs',
			title: 'Indicateurs',
			description: 'Les indicateurs tels qu’ils étaient définis et jugés à la fin de la période.',
			key: ['code'],
		},
		INDICATOR_COLUMNS,
		all,
	);

export const targetsTable = ({ indicators: all }: Dossier): DossierTable =>
	tableOf(
		{
			name: 'cibles',
			title: 'Cibles',
			description: 'Le chemin voulu de chaque indicateur.',
			key: ['code', 'le'],
		},
		[
			{ name: 'code', title: 'Code', type: 'string', width: 8, of: ({ code }) => code },
			{ name: 'le', title: 'Le', type: 'date', of: ({ on }) => on },
			{ name: 'cible', title: 'Cible', type: 'number', of: ({ value }) => value },
		],
		all.flatMap(({ code, targets: own }) => own.map((one) => ({ ...one, code }))),
	);

export const valuesTable = ({ indicators: all }: Dossier): DossierTable =>
	tableOf(
		{
			name: 'valeurs',
			title: 'Valeurs',
			description: 'Les valeurs qui faisaient foi à la fin de la période, une par indicateur et par période.',
			key: ['code', 'periode'],
		},
		[
			{ name: 'code', title: 'Code', type: 'string', width: 8, of: ({ code }) => code },
			{ name: 'periode', title: 'Période', type: 'string', width: 12, of: ({ period }) => period },
			{ name: 'valeur', title: 'Valeur', type: 'number', of: ({ value }) => value },
			{ name: 'etat', title: 'État', type: 'string', width: 12, of: ({ state }) => state },
			{ name: 'source', title: 'Source', type: 'string', of: ({ source }) => source },
			{ name: 'commentaire', title: 'Commentaire', type: 'string', width: 40, of: ({ comment }) => comment },
			{ name: 'version', title: 'Version', type: 'integer', of: ({ version }) => version },
			{
				name: 'version_definition',
				title: 'Définition',
				type: 'integer',
				of: ({ definitionVersion }) => definitionVersion,
			},
			{ name: 'calculee', title: 'Calculée', type: 'boolean', of: ({ isComputed }) => isComputed },
			{ name: 'ecrite_le', title: 'Écrite le', type: 'datetime', of: ({ writtenAt }) => writtenAt },
		],
		all.flatMap(({ code, values: own }) => own.map((one) => ({ ...one, code }))),
	);

export const objectionsTable = ({ indicators: all }: Dossier): DossierTable =>
	tableOf(
		{
			name: 'objections',
			title: 'Objections',
			description: 'Les objections faites à des valeurs, avec la réponse de l’URPS.',
			key: [],
		},
		[
			{ name: 'code', title: 'Code', type: 'string', width: 8, of: ({ code }) => code },
			{ name: 'periode', title: 'Période', type: 'string', width: 12, of: ({ period }) => period },
			{ name: 'valeur', title: 'Valeur', type: 'number', of: ({ value }) => value },
			{ name: 'motif', title: 'Motif', type: 'string', width: 50, of: ({ reason }) => reason },
			{ name: 'faite_le', title: 'Faite le', type: 'datetime', of: ({ raisedAt }) => raisedAt },
			{ name: 'reponse', title: 'Réponse', type: 'string', width: 50, of: ({ answer }) => answer ?? '' },
		],
		all.flatMap(({ code, objections: own }) => own.map((one) => ({ ...one, code }))),
	);
