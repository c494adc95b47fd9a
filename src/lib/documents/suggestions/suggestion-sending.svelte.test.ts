import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ActionSuggestions } from '#lib/plan/action-suggestions.svelte.ts';
import type { SuggestionView } from '../suggestion.rules.ts';
import { DocumentSuggestions } from './document-suggestions.svelte.ts';

/** A server on a line that fails as a test says. */
const server = { all: [] as SuggestionView[], posts: 0 };
let posting: (save: () => Response) => Response | Promise<Response>;
let reading: (answer: Response) => Response | Promise<Response>;

const whole = (answer: Response): Response => answer;
const cut = (): Response => new Response('[{"id"');
const noLine = (): Promise<Response> => Promise.reject(new TypeError('Failed to fetch'));

type Asked = { do: string; anchor?: string; suggestionId?: string };

function save(input: Asked): Response {
	server.posts += 1;
	const id = `p${server.posts}`;
	if (input.do === 'propose') {
		const where = input.anchor === undefined ? { kind: 'value' } : { kind: 'insertion' };
		server.all.push({ id, state: 'open', isOwn: true, ...where, ...input } as unknown as SuggestionView);
		return Response.json({ id });
	}
	server.all = server.all.map((one) => (one.id === input.suggestionId ? { ...one, state: 'accepted' } : one));
	return Response.json([{ id: input.suggestionId, outcome: 'accepted' }]);
}

beforeEach(() => {
	Object.assign(server, { all: [], posts: 0 });
	[posting, reading] = [(saved) => saved(), whole];
	vi.stubGlobal('requestAnimationFrame', () => 0);
	vi.stubGlobal('fetch', async (_address: string, request?: { body: string }) =>
		request === undefined
			? reading(Response.json(server.all))
			: posting(() => save(JSON.parse(request.body) as Asked)),
	);
});
afterEach(() => vi.unstubAllGlobals());

const words = { do: 'propose', anchor: 'ici', at: 0, proposed: 'et libéraux', reason: '' } as const;
const value = { do: 'propose', actionId: 'a', field: 'dueOn', to: '2027-03-31', reason: '' } as const;

/** Proposes, in a text or in the plan. */
const pages = [
	['a text', () => new DocumentSuggestions({ id: 'd', departmentCode: '64' }), words],
	['the plan', () => new ActionSuggestions('d', '/64/plan'), value],
] as const;

test.each(pages)('in %s an answer that is cut leaves what is known', async (_name, open, input) => {
	const page = open();
	await page.write(input as never);
	reading = cut;
	await page.refresh();
	expect(page.all.map(({ id }) => id)).toEqual(['p1']);
});

test.each(pages)('in %s what was saved on a line that is cut is found', async (_name, open, input) => {
	const page = open();
	posting = (saved) => (saved(), cut());
	expect(await page.write(input as never)).toEqual({ ok: true });
	expect([page.told, server.posts]).toEqual(['Proposition enregistrée.', 1]);
	expect(await page.write({ do: 'accept', suggestionId: 'p1' })).toEqual({ ok: true });
	expect(page.told).toBe('1 proposition acceptée.');
});

test.each(pages)(
	'in %s what nobody knows of is said so, and is not sent twice',
	async (_name, open, input) => {
		const page = open();
		[posting, reading] = [(saved) => (saved(), noLine()), noLine];
		expect(await page.write(input as never)).toMatchObject({
			ok: false,
			sentence: expect.stringContaining('ne sait pas') as string,
		});
		[posting, reading] = [(saved) => saved(), whole];
		expect(await page.write(input as never)).toEqual({ ok: true });
		expect([server.posts, page.all.length]).toEqual([1, 1]);
	},
);
