import { describe, expect, test } from 'vitest';
import { tellSitting, type SentencePart, type Vocabulary } from './activity-sentence.rules.ts';
import { foldSittings, type ActivityEntry } from './activity.rules.ts';

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 22, 10, minute));

function entry(values: Partial<ActivityEntry> & { minute?: number }): ActivityEntry {
	const { minute = 0, ...rest } = values;
	return {
		verb: 'text-edited',
		subject: '',
		label: '',
		before: null,
		after: null,
		accountId: 'claire',
		documentId: 'diagnosis',
		happenedAt: at(minute),
		...rest,
	};
}

const numbers = new Map([
	['a', '5.3'],
	['b', '5.10'],
	['c', '5.9'],
]);
const words: Vocabulary = {
	personName: 'Claire Dufau',
	document: { id: 'diagnosis', kind: 'diagnosis', title: 'Diagnostic' },
	numberOf: (id) => numbers.get(id),
	statusLabel: (status) => ({ late: 'En retard', done: 'Terminée' })[status] ?? status,
};

const sentenceText = (parts: readonly SentencePart[]): string => parts.map(({ text }) => text).join('');

/** Ordinary spaces for reading; one test below looks at the others. */
const tell = (entries: ActivityEntry[], vocabulary = words): string[] =>
	foldSittings(entries)
		.flatMap((sitting) => tellSitting(sitting, vocabulary))
		.map((line) => sentenceText(line.parts).replaceAll('\u00a0', ' '));

const action = (subject: string, values: Partial<ActivityEntry> & { minute?: number } = {}): ActivityEntry =>
	entry({ verb: 'action-field-changed', documentId: 'plan', subject, label: `Titre ${subject}`, ...values });

describe('sittings', () => {
	test('a pause of more than half an hour, another person or another document makes another', () => {
		const sittings = foldSittings([
			entry({ minute: 61 }),
			entry({ minute: 0 }),
			entry({ minute: 30 }),
			entry({ minute: 5, accountId: 'maite' }),
			entry({ minute: 6, documentId: 'plan' }),
		]);
		expect(sittings.map((one) => [one.accountId, one.documentId, one.entries.length])).toEqual([
			['claire', 'diagnosis', 1],
			['claire', 'diagnosis', 2],
			['claire', 'plan', 1],
			['maite', 'diagnosis', 1],
		]);
	});
});

describe('sentences about a text', () => {
	test('one section is named, several are numbered, many are counted', () => {
		expect(tell([entry({ subject: 'Offre de soins', label: '2' })])).toEqual([
			'Claire Dufau a modifié le diagnostic, partie 2 « Offre de soins ».',
		]);
		expect(
			tell([entry({ label: '3' }), entry({ label: '2', minute: 1 }), entry({ label: '3', minute: 2 })]),
		).toEqual(['Claire Dufau a modifié le diagnostic, parties 2 et 3.']);
		expect(tell(['1', '2', '3', '4', '5'].map((label) => entry({ label })))).toEqual([
			'Claire Dufau a modifié le diagnostic, 5 parties.',
		]);
	});
	test.each([
		['diagnosis', 'le diagnostic'],
		['plan', 'le plan d’action'],
		['project', 'le projet « Permanence »'],
		['contract', 'le contrat « Permanence »'],
		['minutes', 'le compte rendu « Permanence »'],
		['note', 'la note « Permanence »'],
	] as const)('a document is named after its kind: %s', (kind, named) => {
		const document = { id: 'd', kind, title: 'Permanence' };
		expect(tell([entry({})], { ...words, document })).toEqual([`Claire Dufau a modifié ${named}.`]);
	});

	test('a note without sections is named by its title', () => {
		const note = { ...words, document: { id: 'n', kind: 'note' as const, title: 'Permanence' } };
		expect(tell([entry({})], note)).toEqual(['Claire Dufau a modifié la note « Permanence ».']);
		const created = entry({ verb: 'document-created' });
		expect(tell([created, entry({ subject: 'À préparer', label: '1', minute: 1 })], note)).toEqual([
			'Claire Dufau a créé la note « Permanence ».',
		]);
	});
	test('spaces inside quotation marks do not break', () => {
		const [line] = tellSitting(foldSittings([entry({ subject: 'Offre', label: '2' })])[0]!, words);
		expect(sentenceText(line!.parts)).toContain('partie\u00a02 «\u00a0Offre\u00a0»');
	});
});

describe('sentences about the plan', () => {
	test('a status is said by itself, from its first value to its last', () => {
		expect(
			tell([
				action('a', { before: 'on-track', after: 'at-risk' }),
				action('a', { before: 'at-risk', after: 'late', minute: 2 }),
				action('c', { minute: 3 }),
			]),
		).toEqual([
			'Claire Dufau a modifié l’action 5.9 « Titre c ».',
			'Claire Dufau a passé l’action 5.3 « Titre a » à « En retard ».',
		]);
	});
	test('a status put back has not changed', () => {
		expect(
			tell([
				action('a', { before: 'on-track', after: 'late' }),
				action('a', { before: 'late', after: 'on-track', minute: 1 }),
			]),
		).toEqual([]);
	});
	test('several actions are in the order of their numbers; many are counted', () => {
		expect(tell([action('b'), action('c'), action('a')])).toEqual([
			'Claire Dufau a modifié les actions 5.3, 5.9 et 5.10.',
		]);
		expect(tell(['a', 'b', 'c', 'd', 'e'].map((id) => action(id)))).toEqual([
			'Claire Dufau a modifié 5 actions du plan.',
		]);
	});
	test('what happens to an action just added belongs to its adding; one added and removed leaves nothing', () => {
		const added = action('a', { verb: 'action-added' });
		const changed = action('a', { before: 'proposed', after: 'late', minute: 1 });
		expect(tell([added, changed])).toEqual(['Claire Dufau a ajouté l’action 5.3 « Titre a ».']);
		expect(tell([added, changed, action('a', { verb: 'action-removed', minute: 2 })])).toEqual([]);
		expect(tell([changed, action('a', { verb: 'action-removed', minute: 2 })])).toEqual([
			'Claire Dufau a retiré l’action « Titre a ».',
		]);
	});
	test('an action that has gone since has no number', () => {
		expect(tell([action('gone')])).toEqual(['Claire Dufau a modifié l’action « Titre gone ».']);
	});
});

test('people', () => {
	const outside = { documentId: null, subject: 'x' };
	expect(tell([entry({ ...outside, verb: 'member-joined' })])).toEqual(['Claire Dufau a rejoint le comité.']);
	expect(tell([entry({ ...outside, verb: 'mandate-ended' })])).toEqual([
		'Le mandat de Claire Dufau a pris fin.',
	]);
});
