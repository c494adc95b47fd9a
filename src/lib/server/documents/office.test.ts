import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVERY_FIGURE, everyNode } from '../../../../tests/support/every-node.ts';
import { convertAll, hasOffice } from '../../../../tests/support/office.ts';
import { exportDocumentHandler, importDocumentHandler } from './document-file.handlers.ts';

const HEAD = { title: 'Diagnostic', place: 'Pyrénées-Atlantiques', state: 'Adopté', moment: 'hier' };

let folder: string;
let files: [docx: string, odt: string];

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'terrimed-office-'));
	const { update, images } = await everyNode();
	const write = async (format: 'docx' | 'odt'): Promise<string> => {
		const input = { parts: [update], format, head: HEAD, annex: [], images };
		const file = join(folder, `from-${format}.${format}`);
		writeFileSync(file, await exportDocumentHandler({ ...input, figures: [EVERY_FIGURE], frozen: true }));
		return file;
	};
	files = [await write('docx'), await write('odt')];
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What every node of the text has become, told by the XML of OpenDocument. */
function factsOf(xml: string): Record<string, unknown> {
	const body = xml.slice(xml.indexOf('<office:body'));
	const count = (sign: RegExp): number => [...body.matchAll(sign)].length;
	let depth = 0;
	let deepest = 0;
	for (const [tag] of body.matchAll(/<(\/?)text:list[ >]/g)) {
		depth += tag.startsWith('</') ? -1 : 1;
		deepest = Math.max(deepest, depth);
	}
	const plain = body.replace(/<text:(?:line-break|s|tab)[^>]*\/>/g, ' ').replace(/<[^>]+>/g, '');
	const said = [
		'697\u00a0899',
		'Une seconde ligne.',
		'Troisième niveau, fait',
		'Une parole citée.',
		'Une puce encadrée',
	];
	return {
		headings: [1, 2, 3].map(
			(level) => count(new RegExp(`<text:h [^>]*text:outline-level="${level}"`, 'g')) > 0,
		),
		notes: count(/<text:note [^>]*note-class="footnote"/g) || count(/<text:note /g),
		images: count(/<draw:image/g),
		described: ['Carte encadrée', 'Carte des cabinets'].filter((alt) => body.includes(alt)),
		deepest,
		acrossTwo: count(/table:number-columns-spanned="2"/g),
		downTwo: count(/table:number-rows-spanned="2"/g),
		// A height for lines would cut a picture that stands in one.
		fixedLines: [...xml.matchAll(/fo:line-height="[\d.]+(?:in|cm|mm|pt)"/g)].length,
		links: count(/xlink:href="https:\/\/exemple\.fr\/\?a=1&amp;b=2"/g),
		missing: [
			...said,
			'Attention',
			'À retenir',
			'Au sens du répertoire.',
			'Selon le recensement.',
			'Dernier mot.',
		].filter((words) => !plain.includes(words)),
	};
}

const FACTS = {
	headings: [true, true, true],
	// One in a line, one in a callout, and one in a table that stands twice.
	notes: 4,
	images: 2,
	described: ['Carte encadrée', 'Carte des cabinets'],
	deepest: 3,
	acrossTwo: 2,
	downTwo: 2,
	fixedLines: 0,
	links: 1,
	missing: [],
};

test(
	'a text with each node opens elsewhere with its structure and words, from docx and from odt',
	{ timeout: 240_000 },
	async () => {
		if (hasOffice) {
			const made = convertAll(files, 'fodt').map((file) => readFileSync(file, 'utf8'));
			expect(made.map(factsOf)).toEqual([FACTS, FACTS]);
			return;
		}
		// Without LibreOffice: what was written, and what our own import makes of it.
		const [docx, odt] = files.map((file) => new Uint8Array(readFileSync(file)));
		expect(factsOf(strFromU8(unzipSync(odt!)['content.xml']!))).toEqual(FACTS);
		const { leftOut, images } = await importDocumentHandler({ bytes: docx!, fileName: 'a.docx', into: null });
		expect(leftOut).toEqual([]);
		expect(images).toHaveLength(1);
	},
);
