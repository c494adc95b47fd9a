import type {
	Dossier,
	DossierAction,
	DossierIndicator,
	DossierProposition,
} from '#lib/evaluation/dossier/dossier.ts';
import { propositionTitle } from '#lib/evaluation/dossier/dossier.words.ts';
import { amount } from '#lib/indicators/indicator.words.ts';
import { ACTION_STATUSES, ACTION_STATUS_LABEL, type ActionStatus } from '#lib/plan/action.rules.ts';
import { dueInWords, titleInWords } from '#lib/plan/action.words.ts';
import { shortDate } from '#lib/ui/date-text.ts';
import type { PdfBlock } from '../../../documents/writers/pdf.column.ts';
import {
	changesPages,
	compositionPages,
	diagnosisTextPages,
	documentsPages,
	journalPages,
} from './dossier-annex.ts';
import { bullets, heading, paragraph, sheet, told } from './dossier-cells.ts';
import { dossierChart } from './dossier-chart.ts';

/** The pages of an evaluation file, part after part. */
export function dossierPages(dossier: Dossier): PdfBlock[] {
	const holds = (part: Dossier['parts'][number], blocks: () => PdfBlock[]): PdfBlock[] =>
		dossier.parts.includes(part) ? blocks() : [];
	return [
		...summary(dossier),
		...holds('plan', () => [...actions(dossier), ...gaps(dossier)]),
		...holds('indicators', () => indicators(dossier)),
		...holds('changes', () => changesPages(dossier)),
		...documentsPages(dossier),
		...compositionPages(dossier),
		...holds('diagnosis', () => diagnosisTextPages(dossier)),
		...holds('journal', () => journalPages(dossier)),
		heading(1, 'Méthode et limites'),
		bullets(dossier.method),
	];
}

/** Statuses as they are told, from the best. */
const STATUSES: readonly ActionStatus[] = ACTION_STATUSES.toReversed();

function summary({ sentence, figures, propositions, period }: Dossier): PdfBlock[] {
	const counts = ({ number, before, after }: DossierProposition): string[] => [
		propositionTitle(number),
		...STATUSES.map((status) => countTold(after[status], before[status])),
	];
	return [
		heading(1, 'Synthèse'),
		paragraph(sentence),
		{
			kind: 'figures',
			figures: figures.map(({ label, value, before }) => ({ label, value, detail: before })),
		},
		heading(2, 'Où en est chaque proposition'),
		paragraph(
			`Nombre d’actions par statut au ${shortDate(period.until)}\u00a0; entre parenthèses, au ${shortDate(period.from)} quand ce n’est pas le même.`,
		),
		sheet(
			[['Proposition', 3.4], ...STATUSES.map((status) => [ACTION_STATUS_LABEL[status], 1.15] as const)],
			propositions.map(counts),
			'Aucune proposition.',
		),
	];
}

/** « 3 (1) »; « – » for none at either date. */
function countTold(after: number, before: number): string {
	if (after === before) return after === 0 ? '–' : String(after);
	return `${after} (${before})`;
}

/** What has the same proposition, in their order. */
function byProposition<Entry extends { proposition: number | null }>(
	entries: readonly Entry[],
): [number | null, Entry[]][] {
	const groups = new Map<number | null, Entry[]>();
	for (const entry of entries) {
		groups.set(entry.proposition, [...(groups.get(entry.proposition) ?? []), entry]);
	}
	return [...groups];
}

function actions({ actions: all }: Dossier): PdfBlock[] {
	const row = (one: DossierAction): string[] => [
		one.number,
		titleInWords(one.title),
		one.lead === '' ? 'à désigner' : one.lead,
		dueInWords(one.dueOn),
		standingTold(one),
	];
	const groups = byProposition(all).flatMap(([proposition, own]): PdfBlock[] => [
		heading(2, propositionTitle(proposition)),
		sheet(
			[
				['N°', 0.55],
				['Action', 3.6],
				['Chef de file', 2],
				['Échéance', 1.2],
				['Statut', 1.6],
			],
			own.map(row),
			'Aucune action.',
		),
	]);
	return [heading(1, 'Les actions'), ...(all.length === 0 ? [paragraph('Aucune action au plan.')] : groups)];
}

/** « En retard (avant : Dans les temps) ». */
function standingTold({ standing, before }: DossierAction): string {
	if (before === standing) return ACTION_STATUS_LABEL[standing];
	const was = before === null ? 'nouvelle' : `avant\u00a0: ${ACTION_STATUS_LABEL[before].toLowerCase()}`;
	return `${ACTION_STATUS_LABEL[standing]} (${was})`;
}

function gaps({ gaps: all }: Dossier): PdfBlock[] {
	return [
		heading(1, 'Écarts'),
		sheet(
			[
				['Proposition', 1],
				['Objet', 3],
				['Ce qui manque', 3],
			],
			gapsBySubject(all),
			'Aucun maillon ne manque entre les propositions, les actions, les indicateurs et leurs valeurs.',
		),
	];
}

/** One row for each subject, with all that it lacks. */
function gapsBySubject(all: Dossier['gaps']): string[][] {
	const rows = new Map<string, string[]>();
	for (const { proposition, subject, gap } of all) {
		const row = rows.get(subject);
		if (row === undefined)
			rows.set(subject, [proposition === null ? '–' : String(proposition), subject, gap]);
		else row[2] = `${row[2]}\n${gap}`;
	}
	return [...rows.values()];
}

const isFollowed = ({ values, targets }: DossierIndicator): boolean =>
	values.length > 0 || targets.length > 0;

function indicators({ indicators: all }: Dossier): PdfBlock[] {
	const followed = byProposition(all.filter(isFollowed)).flatMap(([proposition, own]) => [
		heading(2, propositionTitle(proposition)),
		...own.flatMap(indicatorBlocks),
	]);
	const others = all.filter((one) => !isFollowed(one)).map(({ code, name }) => `${code} ${name}`);
	return [
		heading(1, 'Les indicateurs'),
		...followed,
		...(others.length === 0
			? []
			: [heading(2, 'Sans valeur ni cible'), paragraph(`${others.join('\u00a0; ')}.`)]),
	];
}

/** A sentence that somebody wrote, with its end. */
const ended = (text: string): string => (/[.…?!]\s*$/.test(text) ? text : `${text}.`);

function indicatorBlocks(one: DossierIndicator): PdfBlock[] {
	const drawing = dossierChart(one);
	const was =
		one.beforeLabel === null || one.beforeLabel === one.statusLabel
			? ''
			: ` Avant\u00a0: ${one.beforeLabel.toLowerCase()}.`;
	const rows = one.values.map((value) => [
		value.periodLabel,
		amount(value.value, one.unit) + (value.version > 1 ? ` (${value.version}e version)` : ''),
		value.isComputed ? `${value.state}, calculée` : value.state,
		[value.source, value.comment].filter((text) => text.trim() !== '').join('. '),
		shortDate(value.writtenAt),
	]);
	const columns = [
		['Période', 1.9],
		['Valeur', 1.2],
		['État', 1.2],
		['Source et commentaire', 3],
		['Écrite le', 1.35],
	] as const;
	return [
		heading(3, `${one.code} ${one.name}`),
		{
			kind: 'together',
			blocks: [
				told(`${one.statusLabel}. `, `${one.sentence}${was}`),
				...(drawing === null ? [] : [{ kind: 'drawing', drawing } as const]),
			],
		},
		sheet(columns, rows, 'Aucune valeur.'),
		...one.objections.map(({ period, reason, raisedAt, answer }) =>
			told(
				`Contestée le ${shortDate(raisedAt)} (${period}). `,
				`${ended(reason)} ${answer === null ? 'Sans réponse.' : `Réponse\u00a0: ${ended(answer)}`}`,
			),
		),
	];
}
