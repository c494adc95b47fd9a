import { globSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { API_OPERATIONS } from '#lib/server/api/registry.ts';

/** What is never kept: a password becomes its hash, a manifest is compared. */
const NEVER_KEPT = /^manifestInput|\.(?:password|currentPassword)$/;

/** What is compared or read further, letter by letter: in a preview, an address, the place of a comment. */
const EXACT =
	/^(?:chosenImport|gridForm|splitInput)|\.(?:anchor|filters|sort|to)$|^(?:saveViewInput|import\w+)\.columns$/;

const NO_TEXT = ['boolean', 'number', 'enum', 'literal', 'null', 'file'];

interface Place {
	name: string;
	schema: z.ZodType;
}

/** The parts of a schema that read one text each, with their names. */
function textsOf(schema: z.core.$ZodType, name: string): Place[] {
	const { def } = (schema as z.ZodType)._zod as unknown as {
		def: Record<string, unknown> & { type: string };
	};
	const inside = (key: string, more = ''): Place[] => textsOf(def[key] as z.ZodType, name + more);
	switch (def.type) {
		case 'string':
			return [{ name, schema: schema as z.ZodType }];
		case 'object':
			return Object.entries(def.shape as Record<string, z.ZodType>).flatMap(([key, field]) =>
				textsOf(field, `${name}.${key}`),
			);
		case 'array':
			return inside('element', '[]');
		case 'union':
			return (def.options as z.ZodType[]).flatMap((option) => textsOf(option, name));
		case 'record':
			return [...inside('keyType', '{}'), ...inside('valueType', '{}')];
		case 'optional':
		case 'nullable':
		case 'default':
		case 'nonoptional':
			return inside('innerType');
		case 'pipe': {
			// A text that is read further is judged by what comes out.
			const from = def.in as z.ZodType;
			const isRead = from._zod.def.type === 'transform';
			if (isRead) return inside('out');
			return from._zod.def.type === 'string' || from._zod.def.type === 'pipe'
				? [{ name, schema: schema as z.ZodType }]
				: inside('in');
		}
		default:
			if (!NO_TEXT.includes(def.type)) throw new Error(`${name}: what is a ${def.type}?`);
			return [];
	}
}

/** Each text of what is given back, names of fields too. */
function writtenIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, held]) => [key, ...writtenIn(held)]);
}

const loadInput = (file: string) =>
	import(/* @vite-ignore */ pathToFileURL(resolve(file)).href) as Promise<Record<string, unknown>>;

const inputs = globSync('src/lib/**/*.input.ts').map((file) => file.split(sep).join('/'));
const exported = await Promise.all(
	inputs.map(async (file) =>
		Object.entries(await loadInput(file)).flatMap(([name, held]): Place[] =>
			held instanceof z.ZodType ? [{ name, schema: held }] : [],
		),
	),
);
const bodies = API_OPERATIONS.flatMap(({ id, body }) => (body === null ? [] : { name: id, schema: body }));
const texts = [...exported.flat(), ...bodies]
	.flatMap(({ schema, name }) => textsOf(schema, name))
	.filter(({ name }) => !NEVER_KEPT.test(name));

/** Of letters, figures and signs that fields ask for, and of what nobody sees. */
const brought = fc.array(
	fc.oneof(
		fc.constantFrom('\0', '\ud800', '\udc00', '\u0007', '\r', '\u0085', '\u009f', '\u200b'),
		fc.constantFrom('a', 'é', '2', '.', '@', '-', ' ', '\n', '\t', '64', '2026-11-23'),
		fc.string({ unit: 'binary', maxLength: 3 }),
	),
	{ maxLength: 8 },
);

describe('what people write', () => {
	test('comes in by many fields', () => {
		expect(inputs.length).toBeGreaterThan(20);
		expect(texts.length).toBeGreaterThan(150);
		expect(texts.map(({ name }) => name)).toEqual(
			expect.arrayContaining(['createDocumentInput.title', 'importDocument.title', 'gridForm{}']),
		);
	});

	test('holds nothing that no database keeps, and no control character in what is shown, once it is read', () => {
		const readSomething = new Set<string>();
		for (const { name, schema } of texts) {
			fc.assert(
				fc.property(brought, (pieces) => {
					const read = schema.safeParse(pieces.join(''));
					if (!read.success) return;
					readSomething.add(name);
					for (const text of writtenIn(read.data)) {
						expect(text.isWellFormed(), `${name}: ${JSON.stringify(text)}`).toBe(true);
						expect(text, name).not.toContain('\0');
						if (!EXACT.test(name)) expect(text, name).not.toMatch(/(?![\n\t])\p{Cc}/u);
					}
				}),
				{ numRuns: 60 },
			);
		}
		// Titles and names have been read, not only refused.
		expect(readSomething).toContain('createDocumentInput.title');
	});
});
