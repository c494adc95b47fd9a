import { expect, test } from 'vitest';
import {
	COLLEGE_SLUGS,
	COLLEGES,
	regionalOrganisations,
	standardOrganisations,
} from './college.catalogue.ts';

test('sixteen colleges, each once, each with its source', () => {
	expect(COLLEGES.map((college) => college.slug)).toEqual([...COLLEGE_SLUGS]);
	expect(COLLEGES.filter((college) => college.sources.length === 0)).toEqual([]);
});

test('a committee starts with an organisation in every college, its region’s two included, and no name twice', () => {
	const all = [...standardOrganisations(), ...regionalOrganisations('Nouvelle-Aquitaine')];
	expect(new Set(all.map((one) => one.college))).toEqual(new Set(COLLEGE_SLUGS));
	expect(new Set(all.map((one) => one.name)).size).toBe(all.length);
});
