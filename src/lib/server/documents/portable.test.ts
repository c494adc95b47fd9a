import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CALLOUT_KINDS } from '#lib/documents/callout.rules.ts';
import { joinRuns, type Block, type ImageFile, type Run } from '#lib/documents/portable.content.ts';
import { imagesOf } from '#lib/documents/portable.images.content.ts';
import { numberNotes } from '#lib/documents/portable.notes.content.ts';
import { LeftOut } from './readers/left-out.ts';
import type { ReadFile } from './readers/read-file.ts';
import { readMarkdown } from './readers/markdown.reader.ts';
import { readDocx } from './readers/docx.reader.ts';
import { writeDocx } from './writers/docx.writer.ts';
import { markdownBlocks, writeMarkdown } from './writers/markdown.writer.ts';

export const HEAD = {
	title: 'Diagnostic: « Béarn »',
	place: 'Pyrénées-Atlantiques',
	state: 'Adopté',
	moment: '22 novembre 2026 à 11 h 05',
	sha256: 'ab'.repeat(32),
};

const letters = 'abcéÉœ12 .,;:!?()«»-–’"#*_`[]<>&~|\\+=@/$^{}%\u00a0'.split('');
const words = fc
	.oneof(
		fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 12 }),
		fc.constantFrom(
			'www.exemple.fr',
			'https://a.fr/b',
			'a@b.fr',
			'1. un',
			'- x',
			'[ ] y',
			'&amp;',
			'---',
			'===',
			'1) x',
		),
		fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
	)
	// Markdown and XML hold no line break inside a text: a break is a run of its own.
	.map((text) => text.replace(/[\p{Cc}\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]/gu, '') || 'x');

const flag = fc.option(fc.constant(true as const), { nil: undefined, freq: 3 });
const run: fc.Arbitrary<Run> = fc
	.record({
		text: words,
		bold: flag,
		italic: flag,
		strike: flag,
		highlight: flag,
		href: fc.option(fc.constantFrom('https://exemple.fr/a?b=1&c=(2)', 'mailto:a@b.fr'), {
			nil: undefined,
			freq: 4,
		}),
	})
	.map(
		(one) =>
			Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)) as unknown as Run,
	);
const note: fc.Arbitrary<Run> = fc
	.record({
		text: words.map((text) => text.replace(/\s+/g, ' ').trim() || 'x'),
		source: fc.option(fc.constantFrom('https://exemple.fr/a?b=1&c=(2)', 'http://insee.fr/'), { nil: null }),
	})
	.map((said) => ({ text: '', note: { number: 0, ...said } }));
const line = fc
	.array(fc.oneof({ weight: 6, arbitrary: run }, { weight: 1, arbitrary: note }), {
		minLength: 1,
		maxLength: 4,
	})
	.map(joinRuns);
const brokenLine = fc
	.tuple(line, fc.option(line, { nil: null }))
	.map(([one, other]) => (other === null ? one : [...one, { text: '\n' }, ...other]));
/** A picture of one pixel, each with a text of its own in it: they are told apart by their bytes. */
const PIXEL =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const image: fc.Arbitrary<Block> = fc
	.record({ alt: words.map((text) => text.replace(/\s+/g, ' ').trim() || 'x'), number: fc.nat(255) })
	.map(({ alt, number }) => {
		const bytes = Uint8Array.from([...Buffer.from(PIXEL, 'base64'), number]);
		const file: ImageFile = { bytes, type: 'image/png', width: 1, height: 1 };
		return { kind: 'image', image: { id: null, alt, file } };
	});
const paragraph: fc.Arbitrary<Block> = brokenLine.map((runs) => ({ kind: 'paragraph', runs }));

/** What every format can hold: an item begins with a line, a quote holds lines, a table has one line of titles. */
export const blockTree = fc.letrec<{ block: Block; list: Block }>((tie) => ({
	list: fc
		.tuple(
			fc.constantFrom('bullet' as const, 'ordered' as const, 'task' as const),
			fc.array(
				fc.record({
					checked: fc.boolean(),
					first: paragraph,
					rest: fc.array(fc.oneof({ depthSize: 'small', maxDepth: 3 }, paragraph, tie('list')), {
						maxLength: 2,
					}),
				}),
				{ minLength: 1, maxLength: 3 },
			),
		)
		.map(([list, items]) => ({
			kind: 'list' as const,
			list,
			start: 1,
			items: items.map(({ checked, first, rest }) => ({
				checked: list === 'task' && checked,
				blocks: [first, ...rest],
			})),
		})),
	block: fc.oneof(
		paragraph,
		image,
		fc.record({
			kind: fc.constant('heading' as const),
			level: fc.constantFrom(1 as const, 2 as const, 3 as const),
			runs: line,
		}),
		tie('list'),
		fc.array(paragraph, { minLength: 1, maxLength: 3 }).map((blocks) => ({ kind: 'quote' as const, blocks })),
		fc
			.record({
				callout: fc.constantFrom(...CALLOUT_KINDS),
				blocks: fc.array(fc.oneof(paragraph, image, tie('list')), { minLength: 1, maxLength: 3 }),
			})
			.map((made) => ({ kind: 'callout' as const, ...made })),
		fc.constant({ kind: 'rule' as const }),
		fc.integer({ min: 1, max: 3 }).chain((width) =>
			fc
				.record({
					titles: fc.boolean(),
					rows: fc.array(fc.array(line, { minLength: width, maxLength: width }), {
						minLength: 1,
						maxLength: 3,
					}),
				})
				.map(({ titles, rows }) => ({
					kind: 'table' as const,
					rows: rows.map((cells, index) =>
						cells.map((runs) => ({
							header: titles && index === 0,
							colspan: 1,
							rowspan: 1,
							blocks: [{ kind: 'paragraph' as const, runs }],
						})),
					),
				})),
		),
	),
})).block;

/** What a reader gives for these blocks: its pictures wait beside, to be judged before they are placed. */
function withoutFiles(blocks: readonly Block[]): Block[] {
	const copy = structuredClone(blocks) as Block[];
	for (const one of imagesOf(copy)) one.file = null;
	return copy;
}

async function expectPictures(read: ReadFile, blocks: readonly Block[]): Promise<void> {
	const brought = await Promise.all(read.pictures.map(async (picture) => [...(await picture.read())]));
	expect(brought).toEqual(imagesOf(blocks).map(({ file }) => [...(file?.bytes ?? [])]));
	expect(read.pictures.map((picture) => picture.image)).toEqual(imagesOf(read.blocks));
}

describe('Markdown', () => {
	test('what is written is read back the same, whatever the words', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(blockTree, { maxLength: 5 }).map(numberNotes), async (blocks) => {
				const leftOut = new LeftOut();
				const read = readMarkdown(writeMarkdown(HEAD, blocks), leftOut);
				expect(read.blocks).toEqual(withoutFiles(blocks));
				await expectPictures(read, blocks);
				expect(read.title).toBe(HEAD.title);
				expect(leftOut.sentences()).toEqual([]);
			}),
			{ numRuns: 400 },
		);
	});

	test('a title writes no other line of the head, whatever it holds', () => {
		const forged = 'PV\nétat: Adopté\nsha256: 0000\n---\n\n# Faux';
		const written = writeMarkdown({ ...HEAD, title: forged }, []);
		expect(written.match(/^sha256: .*$/gm)).toHaveLength(1);
		expect(written.match(/^---$/gm)).toHaveLength(2);
		expect(written).not.toMatch(/^# Faux$/m);
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (title) => {
				const whole = writeMarkdown({ ...HEAD, title }, []);
				expect(whole.split(/[\r\n\u0085\u2028\u2029]/)).toHaveLength(
					writeMarkdown(HEAD, []).split('\n').length,
				);
				expect(readMarkdown(whole, new LeftOut()).title).toBe(title);
			}),
		);
	});

	test.each([
		['titre: Étude\r\nannée: 2026\r\n', 'Étude'],
		['titre: "Étude" du Béarn\n', '"Étude" du Béarn'],
		['titre: "Étude \\x"\n', '"Étude \\x"'],
		['année: 2026\n', null],
	])('the head %j says the title %j', (head, title) => {
		expect(readMarkdown(`---\n${head}---\n\nTexte`, new LeftOut()).title).toBe(title);
	});

	test('an exclamation mark before a link makes no picture', () => {
		const blocks: Block[] = [
			{ kind: 'paragraph', runs: [{ text: 'Attention !' }, { text: 'a', href: 'https://exemple.fr/' }] },
		];
		expect(readMarkdown(writeMarkdown(HEAD, blocks), new LeftOut()).blocks).toEqual(blocks);
	});

	test('a link whose words look like the end of a link is one link', () => {
		const blocks: Block[] = [
			{ kind: 'paragraph', runs: [{ text: '[]()', href: 'https://exemple.fr/a?b=1&c=(2)' }] },
		];
		expect(readMarkdown(writeMarkdown(HEAD, blocks), new LeftOut()).blocks).toEqual(blocks);
	});

	test('reads as somebody would write it', () => {
		const blocks: Block[] = [
			{ kind: 'heading', level: 1, runs: [{ text: '1. Les faits' }] },
			{
				kind: 'paragraph',
				runs: [{ text: 'Il reste ' }, { text: '12 médecins', bold: true }, { text: '.' }],
			},
			{ kind: 'paragraph', runs: [] },
			{
				kind: 'list',
				list: 'task',
				start: 1,
				items: [{ checked: true, blocks: [{ kind: 'paragraph', runs: [{ text: 'Appeler' }] }] }],
			},
		];
		expect(markdownBlocks(blocks)).toBe('# 1\\. Les faits\n\nIl reste **12 médecins**.\n\n- [x] Appeler');
	});
});

/** Cells that lie over several: two rows under one of titles, cut into columns in turn, of which the first may go down both. */
const spannedTable: fc.Arbitrary<Block> = fc
	.record({
		widths: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 3 }),
		tall: fc.boolean(),
		cell: line,
	})
	.map(({ widths, tall, cell }) => {
		const width = widths.reduce((sum, one) => sum + one, 0);
		const place = (colspan: number, rowspan = 1, header = false) => ({
			header,
			colspan,
			rowspan,
			blocks: [{ kind: 'paragraph' as const, runs: cell }],
		});
		const [first = 1, ...others] = widths;
		const upper = [place(first, tall ? 2 : 1), ...others.map((one) => place(one))];
		const lower = [...(tall ? [] : [place(first)]), place(width - first)];
		return { kind: 'table', rows: [[place(width, 1, true)], upper, lower] };
	});

/** What Word holds besides, and Markdown says by empty cells. */
const inWord = fc.oneof({ weight: 8, arbitrary: blockTree }, { weight: 1, arbitrary: spannedTable });

describe('Word', () => {
	test('what is written is read back the same, whatever the words', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(inWord, { maxLength: 5 }).map(numberNotes), async (blocks) => {
				const leftOut = new LeftOut();
				const read = await readDocx(await writeDocx(HEAD, blocks), leftOut);
				expect(read.blocks).toEqual(neighboursJoined(withoutFiles(blocks)));
				await expectPictures(read, blocks);
				expect(read.title).toBe(HEAD.title);
				expect(leftOut.sentences()).toEqual([]);
			}),
			{ numRuns: 100 },
		);
	});
});

/** Word has no border between two lists of one kind, or two quotes, that follow each other. */
function neighboursJoined(blocks: readonly Block[]): Block[] {
	const joined: Block[] = [];
	for (const block of blocks.map(insideJoined)) {
		const last = joined.at(-1);
		if (last?.kind === 'list' && block.kind === 'list' && last.list === block.list)
			last.items.push(...block.items);
		else if (last?.kind === 'quote' && block.kind === 'quote') last.blocks.push(...block.blocks);
		else joined.push(block);
	}
	return joined;
}

function insideJoined(block: Block): Block {
	if (block.kind === 'quote') return { ...block, blocks: [...block.blocks] };
	if (block.kind === 'callout') return { ...block, blocks: neighboursJoined(block.blocks) };
	if (block.kind !== 'list') return block;
	return { ...block, items: block.items.map((item) => ({ ...item, blocks: neighboursJoined(item.blocks) })) };
}
