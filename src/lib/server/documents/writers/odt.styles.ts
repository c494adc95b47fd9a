import { element } from '../../files/xml.ts';

const OASIS = 'urn:oasis:names:tc:opendocument:xmlns';

export const ODT_NAMESPACES = {
	'xmlns:office': `${OASIS}:office:1.0`,
	'xmlns:text': `${OASIS}:text:1.0`,
	'xmlns:table': `${OASIS}:table:1.0`,
	'xmlns:draw': `${OASIS}:drawing:1.0`,
	'xmlns:svg': `${OASIS}:svg-compatible:1.0`,
	'xmlns:style': `${OASIS}:style:1.0`,
	'xmlns:meta': `${OASIS}:meta:1.0`,
	'xmlns:fo': `${OASIS}:xsl-fo-compatible:1.0`,
	'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
	'xmlns:xlink': 'http://www.w3.org/1999/xlink',
};

type Properties = Record<string, string | number>;

function style(
	name: string,
	family: string,
	made: {
		text?: Properties;
		paragraph?: Properties;
		cell?: Properties;
		table?: Properties;
		more?: Properties;
	},
): string {
	const attributes = { 'style:name': name, 'style:family': family, ...made.more };
	const inside = [
		made.table && element('style:table-properties', made.table),
		made.cell && element('style:table-cell-properties', made.cell),
		made.paragraph && element('style:paragraph-properties', made.paragraph),
		made.text && element('style:text-properties', made.text),
	];
	return element('style:style', attributes, inside.filter(Boolean).join('') || '<style:text-properties/>');
}

const PARENT = { 'style:parent-style-name': 'Standard' };
const TEAL = '#0b5c5c';

function heading(level: number, size: string, before: string): string {
	return style(`Heading_20_${level}`, 'paragraph', {
		more: { ...PARENT, 'style:display-name': `Heading ${level}`, 'style:default-outline-level': level },
		paragraph: { 'fo:margin-top': before, 'fo:margin-bottom': '0.2cm', 'fo:keep-with-next': 'always' },
		text: { 'fo:font-size': size, 'fo:font-weight': 'bold', 'fo:color': TEAL },
	});
}

const named = (display: string): Properties => ({ ...PARENT, 'style:display-name': display });

function listStyle(name: string, levelOf: (level: number, place: string) => string): string {
	const levels = Array.from({ length: 9 }, (_, index) => {
		const label = element('style:list-level-label-alignment', {
			'text:label-followed-by': 'listtab',
			'fo:text-indent': '-0.7cm',
			'fo:margin-left': `${(0.7 * (index + 1)).toFixed(1)}cm`,
		});
		const place = element(
			'style:list-level-properties',
			{ 'text:list-level-position-and-space-mode': 'label-alignment' },
			label,
		);
		return levelOf(index + 1, place);
	});
	return element('text:list-style', { 'style:name': name }, levels.join(''));
}

const bullets = (sign: (level: number) => string) => (level: number, place: string) =>
	element('text:list-level-style-bullet', { 'text:level': level, 'text:bullet-char': sign(level) }, place);
const numbers = (level: number, place: string) =>
	element(
		'text:list-level-style-number',
		{ 'text:level': level, 'style:num-format': '1', 'style:num-suffix': '.' },
		place,
	);

const LANGUAGE = { 'fo:language': 'fr', 'fo:country': 'FR' };
const CELL = { 'fo:padding': '0.1cm', 'fo:border': '0.5pt solid #9aa5a5' };

/** Styles of tables, which word processors look for in the content. */
export const ODT_CONTENT_STYLES = element(
	'office:automatic-styles',
	{},
	[
		style('Sheet', 'table', {
			table: { 'style:rel-width': '100%', 'table:align': 'margins', 'fo:margin-bottom': '0.4cm' },
		}),
		style('Cell', 'table-cell', { cell: CELL }),
		style('CalloutCell', 'table-cell', {
			cell: {
				'fo:padding': '0.25cm',
				'fo:border': '0.5pt solid #9aa5a5',
				'fo:border-left': `3pt solid ${TEAL}`,
				'fo:background-color': '#f4f7f7',
			},
		}),
		style('TitleCell', 'table-cell', { cell: { ...CELL, 'fo:background-color': '#edf2f2' } }),
	].join(''),
);

/** The styles of a text, under the names that word processors give theirs. */
export const ODT_STYLES = `${element(
	'office:styles',
	{},
	[
		element(
			'style:default-style',
			{ 'style:family': 'paragraph' },
			element('style:text-properties', {
				...LANGUAGE,
				'fo:font-size': '11pt',
				'fo:font-family': 'Calibri, Carlito, sans-serif',
			}),
		),
		style('Standard', 'paragraph', { text: { 'fo:color': '#1c2b2b' } }),
		style('Text_20_body', 'paragraph', {
			more: named('Text body'),
			paragraph: { 'fo:margin-bottom': '0.25cm', 'fo:line-height': '120%' },
		}),
		style('Title', 'paragraph', {
			more: PARENT,
			text: { 'fo:font-size': '20pt', 'fo:font-weight': 'bold' },
			paragraph: { 'fo:margin-bottom': '0.2cm' },
		}),
		style('Subtitle', 'paragraph', { more: PARENT, text: { 'fo:font-size': '9pt', 'fo:color': '#566666' } }),
		heading(1, '15pt', '0.7cm'),
		heading(2, '13pt', '0.5cm'),
		heading(3, '11.5pt', '0.4cm'),
		style('Quotations', 'paragraph', {
			more: PARENT,
			paragraph: {
				'fo:margin-left': '0.8cm',
				'fo:margin-right': '0.8cm',
				'fo:margin-bottom': '0.25cm',
				'fo:border-left': `2pt solid ${TEAL}`,
				'fo:padding-left': '0.3cm',
			},
			text: { 'fo:font-style': 'italic' },
		}),
		style('Callout_20_Name', 'paragraph', {
			more: named('Callout Name'),
			paragraph: { 'fo:margin-bottom': '0.1cm', 'fo:keep-with-next': 'always' },
			text: { 'fo:font-weight': 'bold', 'fo:color': TEAL },
		}),
		style('Footnote', 'paragraph', { more: PARENT, text: { 'fo:font-size': '9pt' } }),
		style('List_20_Contents', 'paragraph', {
			more: named('List Contents'),
			paragraph: { 'fo:margin-bottom': '0.1cm' },
		}),
		style('Table_20_Contents', 'paragraph', { more: named('Table Contents') }),
		style('Table_20_Heading', 'paragraph', {
			more: named('Table Heading'),
			text: { 'fo:font-weight': 'bold' },
		}),
		style('Horizontal_20_Line', 'paragraph', {
			more: named('Horizontal Line'),
			paragraph: { 'fo:border-bottom': '0.5pt solid #9aa5a5', 'fo:margin-bottom': '0.4cm' },
		}),
		style('Bold', 'text', { text: { 'fo:font-weight': 'bold' } }),
		style('Italic', 'text', { text: { 'fo:font-style': 'italic' } }),
		style('Strike', 'text', { text: { 'style:text-line-through-style': 'solid' } }),
		style('Highlight', 'text', { text: { 'fo:background-color': '#fff1b8' } }),
		listStyle(
			'Bullets',
			bullets((level) => ['•', '–', '·'][(level - 1) % 3] ?? '•'),
		),
		listStyle('Numbers', numbers),
		listStyle(
			'Tasks',
			bullets(() => '\u200b'),
		),
	].join(''),
)}${element(
	'office:automatic-styles',
	{},
	element(
		'style:page-layout',
		{ 'style:name': 'A4' },
		element('style:page-layout-properties', {
			'fo:page-width': '21cm',
			'fo:page-height': '29.7cm',
			'fo:margin': '2.5cm',
		}),
	),
)}${element(
	'office:master-styles',
	{},
	element('style:master-page', { 'style:name': 'Standard', 'style:page-layout-name': 'A4' }),
)}`;
