import { expect, test } from 'vitest';
import { isTerrimedError } from '#lib/errors.ts';
import { guessMapping } from '#lib/registries/column-guess.rules.ts';
import { IdentityIndex } from '#lib/registries/likeness.rules.ts';
import { DOCTOR_IMPORT } from '#lib/senior-doctors/doctor-import.subject.ts';
import { Places } from '#lib/registries/places.rules.ts';
import { hostileFile } from '../../../../tests/support/hostile-doctor-files.ts';
import { readBeginning, readRows } from '../registries/readers/rows.reader.ts';
import type { RowSource } from '../registries/readers/row-source.ts';
import { judgeRows, type RowJudge } from '../registries/import.rows.ts';

/** How many files: a few here, 5,000 when asked (`HOSTILE_FILES=5000`). */
const FILES = Number(process.env.HOSTILE_FILES ?? 170);

/** What the process may take beside what it had, for one file after another, in bytes. */
const MEMORY = 300 * 1_048_576;

const PLACES = new Places([{ code: '64430', name: 'Orthez', departmentCode: '64', postcodes: ['64300'] }]);

function sourceOf(bytes: Uint8Array, name: string): RowSource {
	return {
		...{ name, size: bytes.length },
		async *parts() {
			for (let at = 0; at < bytes.length; at += 65_536)
				yield await Promise.resolve(bytes.subarray(at, at + 65_536));
		},
	};
}

/** Reads a file as an import does. @returns how many rows were read and judged */
async function readWhole(source: RowSource): Promise<number> {
	const { titles } = await readBeginning(source, 20);
	const judge: RowJudge = {
		...{
			mapping: guessMapping(titles, DOCTOR_IMPORT.columns),
			places: PLACES,
			thisYear: 2026,
			searchNames: new Map(),
			subject: DOCTOR_IMPORT,
			memory: new Map(),
		},
		...{ known: new IdentityIndex(), earlier: new IdentityIndex(), importId: 'i', departmentCode: '33' },
	};
	let rows = 0;
	for await (const some of readRows(source)) {
		for (const { row } of judgeRows(some, judge)) {
			for (const { sentence } of row.problems ?? []) expect(sentence).toMatch(/[.?]$/);
			rows += 1;
		}
	}
	return rows;
}

test('hostile and broken files are read or refused with a sentence, within a bound of memory', async () => {
	const before = process.memoryUsage().rss;
	const ends = { read: 0, refused: 0 };
	for (let number = 0; number < FILES; number += 1) {
		const { kind, name, bytes } = hostileFile(number);
		try {
			await readWhole(sourceOf(bytes, name));
			ends.read += 1;
		} catch (error) {
			if (!isTerrimedError(error)) throw new Error(`file ${number}, ${kind}`, { cause: error });
			expect(error.message, kind).toMatch(/^\p{Lu}.*\.$/u);
			ends.refused += 1;
		}
	}
	expect(ends.read + ends.refused).toBe(FILES);
	expect(ends.refused).toBeGreaterThan(FILES / 4);
	expect(process.memoryUsage().rss - before).toBeLessThan(MEMORY);
});
