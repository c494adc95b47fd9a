import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Block } from './block.ts';
import { CONTENTS } from './contents.ts';
import { french } from './typography.ts';

/** The figures of the diagnoses that come from a file of the project are counted again from that file. */

interface Commune {
	code: string;
	nom: string;
	type: string;
	departement?: string;
	population?: number;
}

interface Intercommunality {
	nom: string;
	type: string;
	membres: { code: string }[];
}

let communes: Commune[];
let intercommunalities: Intercommunality[];
let version: string;

async function read<Content>(file: string): Promise<Content> {
	const path = createRequire(import.meta.url).resolve(`@etalab/decoupage-administratif/${file}`);
	return JSON.parse(await readFile(path, 'utf8')) as Content;
}

beforeAll(async () => {
	communes = (await read<Commune[]>('data/communes.json')).filter((one) => one.type === 'commune-actuelle');
	intercommunalities = await read<Intercommunality[]>('data/epci.json');
	version = (await read<{ version: string }>('package.json')).version;
});

/** Every word of a block. */
function wordsOf(block: Block): string {
	switch (block.kind) {
		case 'bullets':
		case 'numbers':
			return block.items.join('\n');
		case 'tasks':
			return block.items.map(({ text }) => text).join('\n');
		case 'table':
			return [block.head, ...block.rows].map((row) => row.join(' | ')).join('\n');
		default:
			return block.text;
	}
}

function textOf(departmentCode: string): string {
	const { diagnosis } = CONTENTS.find((one) => one.departmentCode === departmentCode)!;
	return french(diagnosis.flatMap(({ blocks }) => blocks.map(wordsOf)).join('\n'));
}

const written = (value: number): string => french(value.toLocaleString('fr-FR').replace(/\s/g, ' '));
const inhabitants = (some: readonly Commune[]): number =>
	some.reduce((sum, one) => sum + (one.population ?? 0), 0);
const under = (limit: number) => (one: Commune) => (one.population ?? 0) < limit;

describe.each(['64', '40', '12'])('the figures of %s', (departmentCode) => {
	const here = (): Commune[] => communes.filter((one) => one.departement === departmentCode);

	test('say of which edition they are', () =>
		expect(textOf(departmentCode)).toContain(`${version} (édition`));

	test('inhabitants, communes, small communes', () => {
		const text = textOf(departmentCode);
		expect(text).toContain(`${written(inhabitants(here()))} habitants`);
		expect(text).toContain(`${here().length} communes`);
		expect(text).toContain(`${here().filter(under(500)).length} communes`);
	});
});

test('64: who lives in the smallest and in the largest communes', () => {
	const here = communes.filter((one) => one.departement === '64');
	const large = here.filter((one) => !under(10_000)(one));
	expect(large).toHaveLength(11);
	expect(textOf('64')).toContain(`${written(inhabitants(large))}, soit 42`);
	expect(Math.round((100 * inhabitants(large)) / inhabitants(here))).toBe(42);
	expect(textOf('64')).toContain(written(inhabitants(here.filter(under(500)))));
});

test('64: the table of intercommunalities', () => {
	const here = new Map(
		communes.filter((one) => one.departement === '64').map((one) => [one.code, one.population ?? 0]),
	);
	const text = textOf('64');
	const present = intercommunalities.filter(({ membres }) => membres.some(({ code }) => here.has(code)));
	expect(present).toHaveLength(10);
	for (const { nom, membres } of present) {
		const inside = membres.filter(({ code }) => here.has(code));
		const total = inside.reduce((sum, { code }) => sum + (here.get(code) ?? 0), 0);
		const row = `${french(nom)} | ${inside.length} | ${written(total)}`;
		expect(text.toLowerCase()).toContain(row.toLowerCase());
	}
	const straddling = present.filter(({ membres }) => membres.some(({ code }) => !here.has(code)));
	expect(straddling).toHaveLength(2);
});

test('communes named with their inhabitants', () => {
	const all = ['64', '40', '12'].map(textOf).join('\n');
	const named = ['Mauléon-Licharre', 'Tardets-Sorholus', 'Larrau', 'Sainte-Engrâce', 'Mont-de-Marsan', 'Dax'];
	for (const name of [...named, 'Biscarrosse', 'Saint-Paul-lès-Dax', 'Tarnos']) {
		const found = communes.find((one) => one.nom === name && ['64', '40'].includes(one.departement ?? ''));
		expect(all).toContain(written(found!.population!));
	}
});

test('40 and 12: who lives in communes under 2,000 inhabitants', () => {
	for (const departmentCode of ['40', '12']) {
		const here = communes.filter((one) => one.departement === departmentCode);
		expect(textOf(departmentCode)).toContain(written(inhabitants(here.filter(under(2_000)))));
	}
});
