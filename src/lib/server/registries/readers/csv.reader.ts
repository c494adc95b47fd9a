import { CsvSplitter, guessSeparator, RowsFault } from '#lib/registries/csv.rules.ts';
import { decodeText, encodingOf } from './encoding.ts';
import { binaryFile, rowsFault } from './row.faults.ts';
import type { RowSource } from './row-source.ts';

/** Characters of the beginning by which the separator is told. */
const GUESS_CHARACTERS = 65_536;

/** Characters cut into rows at once: what a page waits at most. */
const SLICE = 65_536;

/** The rows of a text, some at a time. @throws TerrimedError when it is no text, or when it breaks a bound */
export async function* readCsv(source: RowSource): AsyncGenerator<string[][]> {
	const encoding = await encodingOf(source);
	let splitter: CsvSplitter | null = null;
	let head = '';
	try {
		for await (const text of decodeText(source, encoding)) {
			if (text.includes('\u0000')) throw binaryFile();
			if (splitter !== null) {
				yield* slices(splitter, text);
				continue;
			}
			head += text;
			if (head.length < GUESS_CHARACTERS) continue;
			splitter = new CsvSplitter(guessSeparator(head.slice(0, GUESS_CHARACTERS)));
			yield* slices(splitter, withoutSeparatorLine(head));
		}
		if (splitter === null) {
			splitter = new CsvSplitter(guessSeparator(head));
			yield* slices(splitter, withoutSeparatorLine(head));
		}
		yield splitter.end();
	} catch (error) {
		throw error instanceof RowsFault ? rowsFault(error) : error;
	}
}

function* slices(splitter: CsvSplitter, text: string): Generator<string[][]> {
	for (let from = 0; from < text.length; from += SLICE) {
		const rows = splitter.push(text.slice(from, from + SLICE));
		if (rows.length > 0) yield rows;
	}
}

const withoutSeparatorLine = (text: string): string => text.replace(/^sep=.\r?\n/i, '');
