import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TextDraft } from './text-draft.svelte.ts';

function fieldHolding(value: string) {
	const field = { value };
	const draft = new TextDraft({
		value: () => field.value,
		commit: (text) => (field.value = text),
	});
	draft.enter();
	return { field, draft };
}

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

function pauseAfter(draft: TextDraft, text: string): void {
	draft.type(text);
	vi.advanceTimersByTime(1_000);
}

describe('what is typed', () => {
	test('is written at a pause, and on leaving', () => {
		const { field, draft } = fieldHolding('Loger');
		draft.type('Loger les internes');
		expect([field.value, draft.text]).toEqual(['Loger', 'Loger les internes']);
		vi.advanceTimersByTime(1_000);
		expect(field.value).toBe('Loger les internes');
		draft.type('Loger tous les internes');
		draft.flush();
		expect(field.value).toBe('Loger tous les internes');
	});
});

describe('Échap', () => {
	test('has nothing to take back in a field that was only entered', () => {
		const { field, draft } = fieldHolding('Loger');
		expect(draft.cancel()).toBe(false);
		expect(field.value).toBe('Loger');
	});

	test('takes back what is typed, written or not, then has nothing more to do', () => {
		const { field, draft } = fieldHolding('Loger');
		pauseAfter(draft, 'Loger les');
		pauseAfter(draft, 'Loger les internes');
		draft.type('Loger les internes et');
		expect(draft.cancel()).toBe(true);
		expect([field.value, draft.text]).toEqual(['Loger', 'Loger']);
		expect(draft.cancel()).toBe(false);
		vi.advanceTimersByTime(1_000);
		expect(field.value).toBe('Loger');
	});

	test('leaves alone what somebody else wrote in a field where one stands', () => {
		const { field, draft } = fieldHolding('Loger');
		field.value = 'Héberger';
		expect(draft.cancel()).toBe(false);
		expect(field.value).toBe('Héberger');
		pauseAfter(draft, 'Héberger les internes');
		field.value = 'Accueillir';
		expect(draft.cancel()).toBe(false);
		expect(field.value).toBe('Accueillir');
	});

	test('brings back what somebody else wrote when one has written over it', () => {
		const { field, draft } = fieldHolding('Loger');
		pauseAfter(draft, 'Loger les internes');
		field.value = 'Accueillir';
		pauseAfter(draft, 'Accueillir les internes');
		expect(draft.cancel()).toBe(true);
		expect(field.value).toBe('Accueillir');
	});
});
