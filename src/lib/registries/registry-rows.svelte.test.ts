import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RegistryList } from './registry-list.ts';
import { RegistryRows } from './registry-rows.svelte.ts';

const row = (id: string, version = 1) => ({ id, version, communeName: '' });
const page = (ids: readonly string[], next: string | null, q = ''): RegistryList => ({
	...{ today: '2026-11-22', names: {}, tabs: [], total: 6, next },
	question: { q, filters: [], sort: { by: 'name', descending: false }, columns: '' },
	rows: ids.map((id) => row(id)),
});

/** What the server has below the first page, by cursor; whoever asks for another is refused. */
let below: Record<string, { rows: ReturnType<typeof row>[]; next: string | null }>;
let asked: string[];
let shown: RegistryList;
let list: RegistryRows;

beforeEach(() => {
	asked = [];
	below = {
		two: { rows: [row('c'), row('d')], next: 'three' },
		three: { rows: [row('e'), row('f')], next: null },
	};
	vi.stubGlobal('fetch', (address: string) => {
		const cursor = new URL(address, 'http://localhost').searchParams.get('cursor') ?? '';
		asked.push(cursor);
		const found = below[cursor];
		return Promise.resolve(found === undefined ? new Response('', { status: 400 }) : Response.json(found));
	});
	shown = page(['a', 'b'], 'two');
	list = new RegistryRows('/api/departements/64/medecins', () => shown);
});
afterEach(() => vi.unstubAllGlobals());

const ids = () => list.rows.map(({ id }) => id).join('');

test('the pages below come one after the other, to the end', async () => {
	await list.fetchMore();
	expect([ids(), list.next]).toEqual(['abcd', 'three']);
	await list.fetchMore();
	await list.fetchMore();
	expect([ids(), list.next, asked]).toEqual(['abcdef', null, ['two', 'three']]);
});

test('all that is left comes at once when it is asked for', async () => {
	await list.fetchAll();
	expect([ids(), list.next, asked]).toEqual(['abcdef', null, ['two', 'three']]);
});

test('when the first page is read anew, what was fetched stays until it has been, too', async () => {
	await list.fetchMore();
	await list.fetchMore();
	// Somebody's change has brought « c » up: nobody is twice in the list.
	shown = page(['a', 'c'], 'two');
	below['two'] = { rows: [row('b', 2), row('d')], next: 'three' };
	expect([ids(), list.isBehind]).toEqual(['acdef', true]);
	await list.catchUp();
	expect([ids(), list.isBehind, list.next]).toEqual(['acbdef', false, null]);
});

test('another question begins again; what cannot be had anew is no longer shown', async () => {
	await list.fetchMore();
	shown = page(['x'], null, 'autre');
	expect([ids(), list.isBehind]).toEqual(['x', false]);
	shown = page(['a', 'b'], 'gone');
	await list.catchUp();
	expect([ids(), list.isBehind, list.next]).toEqual(['ab', false, 'gone']);
});
