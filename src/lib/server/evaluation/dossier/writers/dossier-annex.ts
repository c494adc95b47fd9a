import { momentWords } from '#lib/accounts/moment.rules.ts';
import type { Block } from '#lib/documents/portable.content.ts';
import { doneInWords } from '#lib/evaluation/dossier/dossier.journal.words.ts';
import type { Dossier, DossierChange } from '#lib/evaluation/dossier/dossier.ts';
import { shortDate } from '#lib/ui/date-text.ts';
import type { PdfBlock } from '../../../documents/writers/pdf.column.ts';
import { LeftOut } from '../../../documents/readers/left-out.ts';
import { readMarkdown } from '../../../documents/readers/markdown.reader.ts';
import { heading, paragraph, sheet, told } from './dossier-cells.ts';

export function changesPages({ changes: all, period }: Dossier): PdfBlock[] {
	const importances = [...new Set(all.map(({ importance }) => importance))];
	const groups = importances.flatMap((importance): PdfBlock[] => {
		const own = all.filter((one) => one.importance === importance);
		return [
			heading(2, `${importance} (${own.length})`),
			sheet(
				[
					['Objet', 2.6],
					['Ce qui change', 4.2],
					['Par qui, quand', 2],
				],
				changesBySubject(own),
				'',
			),
		];
	});
	const span = `entre le ${shortDate(period.from)} et le ${shortDate(period.until)}`;
	return [
		heading(1, 'Ce qui a changé'),
		...(all.length === 0 ? [paragraph(`Rien n’a changé ${span}.`)] : groups),
	];
}

/** One row for each subject: its changes one under the other, then who made them. */
function changesBySubject(all: readonly DossierChange[]): string[][] {
	const groups = new Map<string, DossierChange[]>();
	for (const one of all) groups.set(one.subject, [...(groups.get(one.subject) ?? []), one]);
	return [...groups].map(([subject, own]) => [
		subject,
		own.map(changeInWords).join('\n'),
		[...new Set(own.map(({ who, when }) => [who, when].filter((text) => text !== '').join(', ')))].join('\n'),
	]);
}

/** « Échéance : 1er déc. 2026 → 1er févr. 2027 ». */
function changeInWords({ what, before, after }: DossierChange): string {
	if (before === '' && after === '') return what;
	if (before === '') return `${what}\u00a0: ${after}`;
	return `${what}\u00a0: ${before} → ${after === '' ? 'plus rien' : after}`;
}

export function documentsPages({ documents: all }: Dossier): PdfBlock[] {
	return [
		heading(1, 'Documents et empreintes'),
		sheet(
			[
				['Document', 2.4],
				['État', 1.5],
				['Empreinte SHA-256 du contenu, puis de chaque version adoptée', 4],
			],
			all.map(({ title, state, seq, sha256, adopted }) => [
				title,
				`${state}, ${seq} écritures`,
				[sha256, ...adopted.map((one) => `${one.name}, le ${shortDate(one.at)}\u00a0: ${one.sha256}`)].join(
					' · ',
				),
			]),
			'Aucun document.',
		),
	];
}

export function compositionPages({ composition: all, period }: Dossier): PdfBlock[] {
	return [
		heading(1, 'Composition du comité'),
		sheet(
			[
				['Collège', 2.4],
				['Structure', 2.6],
				['Siège', 1],
				['Mandat', 1.8],
			],
			all.map(({ college, organisation, seat, from, until }) => [
				...[college, organisation, seat],
				`${shortDate(from)} au ${shortDate(until)}`,
			]),
			`Aucun siège occupé au ${shortDate(period.until)}.`,
		),
	];
}

export function diagnosisTextPages({ diagnosis }: Dossier): PdfBlock[] {
	const title = heading(1, 'Diagnostic adopté');
	if (diagnosis === null)
		return [title, paragraph('Aucune version du diagnostic n’avait été adoptée à cette date.')];
	return [
		title,
		told(
			`${diagnosis.name}. `,
			`Adoptée le ${momentWords(new Date(diagnosis.at))}. Empreinte SHA-256\u00a0: ${diagnosis.sha256}`,
		),
		...readMarkdown(diagnosis.markdown, new LeftOut()).blocks.map(lowered),
	];
}

/** Its titles come under that of the part. */
function lowered(block: Block): Block {
	return block.kind === 'heading' ? { ...block, level: block.level === 1 ? 2 : 3 } : block;
}

/** Lines of the log that are printed: whoever checks more of them does so in the workbook. */
const PRINTED_LINES = 400;

export function journalPages({ journal: all }: Dossier): PdfBlock[] {
	const more = all.length - PRINTED_LINES;
	return [
		heading(1, 'Journal des écritures'),
		...(more > 0
			? [
					paragraph(
						`Les ${PRINTED_LINES} premières lignes sur ${all.length}\u00a0: toutes sont dans le tableur et dans les données.`,
					),
				]
			: []),
		sheet(
			[
				['Ligne', 0.8],
				['Le', 1.9],
				['Quoi', 2],
				['Objet', 2.6],
				['Empreinte', 1.5],
			],
			all
				.slice(0, PRINTED_LINES)
				.map(({ seq, at, action, subject, sha256 }) => [
					...[String(seq), momentWords(new Date(at)), doneInWords(action), subject],
					`${sha256.slice(0, 12)}…`,
				]),
			'Aucune écriture pendant la période.',
		),
	];
}
