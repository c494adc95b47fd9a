import { describe, expect, it } from 'vitest';
import { matchOptions } from './combobox.ts';
import { initialsOf, presenceColour } from './person.ts';
import { isCurrent } from './shell.svelte.ts';
import { sortStatuses, statusSentence } from './status.ts';

describe('bande', () => {
	it('reads as a sentence, in the order of the cells', () => {
		const cells = ['proposed', 'done', 'late', 'done', 'on-track'] as const;
		expect(statusSentence(cells)).toBe('2 terminées, 1 dans les temps, 1 en retard, 1 proposée');
		expect(sortStatuses(cells)).toEqual(['done', 'done', 'on-track', 'late', 'proposed']);
		expect(statusSentence([])).toBe('Aucune action');
	});
});

describe('person', () => {
	it.each([
		['Hélène Etcheverry', 'HE'],
		['Dr Jeanne Bordenave', 'JB'],
		['élodie', 'É'],
		['  Jean  Pierre  Dupont ', 'JD'],
		['', ''],
	])('%s → %s', (name, initials) => {
		expect(initialsOf(name)).toBe(initials);
	});

	it('gives twelve colours, then again from the first', () => {
		expect(presenceColour(1)).toBe('var(--presence-1)');
		expect(presenceColour(12)).toBe('var(--presence-12)');
		expect(presenceColour(13)).toBe('var(--presence-1)');
		expect(presenceColour(0)).toBe('var(--presence-12)');
	});
});

describe('rail', () => {
	it('marks an entry for its own pages only', () => {
		expect(isCurrent({ href: '/64/plan' }, '/64/plan/5-3')).toBe(true);
		expect(isCurrent({ href: '/64/plan' }, '/64/planning')).toBe(false);
		expect(isCurrent({ href: '/64', match: 'exact' }, '/64/plan')).toBe(false);
	});
});

describe('combobox', () => {
	const options = [
		{ value: '1', label: 'Saint-Jean-Pied-de-Port', detail: '64220' },
		{ value: '2', label: 'Jean', detail: 'hameau' },
		{ value: '3', label: 'Mauléon-Licharre', detail: '64130' },
	];

	it('finds whatever the accents and hyphens, beginnings first', () => {
		expect(matchOptions(options, 'jean').map((option) => option.value)).toEqual(['2', '1']);
		expect(matchOptions(options, 'mauleon lich').map((option) => option.value)).toEqual(['3']);
		expect(matchOptions(options, '64130').map((option) => option.value)).toEqual(['3']);
		expect(matchOptions(options, 'zz')).toEqual([]);
	});
});
