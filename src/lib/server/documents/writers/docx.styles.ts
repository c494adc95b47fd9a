import { CALLOUT_KINDS, CALLOUT_LABEL, type CalloutKind } from '#lib/documents/callout.rules.ts';
import { BorderStyle, LineRuleType, type IStylesOptions } from 'docx';

/** Name and id of the style of a line across the page: the reader knows it again by its name. */
export const RULE_STYLE = 'Filet';

/** Name and id of the style of the short empty line under a table: the reader leaves it out, unless somebody has written there. */
export const AFTER_TABLE_STYLE = 'Sous tableau';

/** Beginning of the names of the styles of the first line of a callout: what it is for follows. */
export const CALLOUT_STYLE = 'Encadré ';

export const calloutStyleId = (kind: CalloutKind): string => `Callout-${kind}`;

/** Style ids of the paragraphs that go on with an item of a list, by level: Word's own names. */
const CONTINUED = Array.from({ length: 9 }, (_, level) => ({
	id: `ListContinue${level + 1}`,
	name: level === 0 ? 'List Continue' : `List Continue ${level + 1}`,
	basedOn: 'Normal',
	paragraph: { indent: { left: 425 * (level + 1) } },
}));

const INK = '1C2B2B';
const TEAL = '0B5C5C';

/** Sober: one family that every word processor has, the page's colours, room between parts. */
export const DOCX_STYLES: IStylesOptions = {
	default: {
		document: {
			run: { font: 'Calibri', size: 22, color: INK, language: { value: 'fr-FR' } },
			// Said to be a proportion: LibreOffice takes a bare number for a height, and cuts pictures at it.
			paragraph: { spacing: { after: 120, line: 276, lineRule: LineRuleType.AUTO } },
		},
		title: { run: { size: 40, bold: true, color: INK }, paragraph: { spacing: { after: 120 } } },
		heading1: headingOf(0, { size: 30, before: 360 }),
		heading2: headingOf(1, { size: 26, before: 280 }),
		heading3: headingOf(2, { size: 23, before: 220 }),
		hyperlink: { run: { color: TEAL, underline: {} } },
		listParagraph: { paragraph: { spacing: { after: 60 } } },
	},
	paragraphStyles: [
		{ id: 'Subtitle', name: 'Subtitle', basedOn: 'Normal', run: { size: 18, color: '5A6868' } },
		{
			id: 'Quote',
			name: 'Quote',
			basedOn: 'Normal',
			run: { italics: true },
			paragraph: {
				indent: { left: 425, right: 425 },
				border: { left: { style: BorderStyle.SINGLE, size: 12, color: TEAL, space: 8 } },
			},
		},
		{
			id: RULE_STYLE,
			name: RULE_STYLE,
			basedOn: 'Normal',
			paragraph: { border: { bottom: { style: BorderStyle.SINGLE, size: 6, color: '9AA5A5', space: 1 } } },
		},
		{
			id: AFTER_TABLE_STYLE,
			name: AFTER_TABLE_STYLE,
			basedOn: 'Normal',
			paragraph: { spacing: { before: 0, after: 0, line: 160, lineRule: LineRuleType.AT_LEAST } },
			run: { size: 8 },
		},
		...CALLOUT_KINDS.map((kind) => ({
			id: calloutStyleId(kind),
			name: `${CALLOUT_STYLE}${CALLOUT_LABEL[kind]}`,
			basedOn: 'Normal',
			run: { bold: true, color: TEAL },
			paragraph: { spacing: { after: 60 }, keepNext: true },
		})),
		...CONTINUED,
	],
};

/** With its level in the outline: a word processor does not guess it from the name of the style. */
function headingOf(outlineLevel: 0 | 1 | 2, { size, before }: { size: number; before: number }) {
	return {
		run: { size, bold: true, color: TEAL },
		paragraph: { spacing: { before, after: 100 }, keepNext: true, outlineLevel },
	};
}
