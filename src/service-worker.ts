/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
/// <reference types="@sveltejs/kit" />
import { build, files, version } from '$service-worker';

/**
 * Opens the documents of a space without a network: the program itself, and the last version seen of the pages of documents, of the plan and
 * of a space's home, for the account signed in here. What people write is not here: it is in the document's own copy (`local-copy.ts`).
 * Registries, members and indicators are never here: what is erased, corrected or no longer one's to see must not be read from a device.
 */
const worker = globalThis as unknown as ServiceWorkerGlobalScope;

const SHELL_PREFIX = 'shell-';
const SHELL = SHELL_PREFIX + version;
const PAGES = 'pages';
const ASSETS = new Set([...build, ...files]);

/** Programs kept: this one, and the one before, with which pages were seen that may be opened before they are seen again. */
const SHELLS_KEPT = 2;

/** Pages kept: every document a person opens in a month. */
const PAGES_KEPT = 60;

/** Addresses of a space: `/64`, `/2A/diagnostic`, `/69M/plan`. */
const SPACE = /^\/(?:\d{2,3}|2[AB]|69[DM])(?=\/|$)/;

/** Pages of a space that are kept: home, diagnosis, documents and plan. Everything else is only ever read from the network. */
const KEPT = new RegExp(`${SPACE.source}(?:/(?:diagnostic|documents|plan)(?:/.*)?)?$`);

/** Addresses where a write leaves the account as it is: spaces, the interface for programs, co-editing without a websocket. */
const SAME_ACCOUNT = new RegExp(`${SPACE.source}|^/(?:api|collaboration)/`);

/** Names of files that change with their content. */
const IMMUTABLE = '/_app/immutable/';

/** Last part of the address of a page's data. */
const DATA = '/__data.json';

/** A whole page kept for less than this is not asked for again only because one came by a link. */
const FRESH_MS = 3_600_000;

worker.addEventListener('install', (event) => {
	const keep = async (): Promise<void> => {
		const cache = await caches.open(SHELL);
		await cache.addAll([...ASSETS]);
		await worker.skipWaiting();
	};
	event.waitUntil(keep());
});

worker.addEventListener('activate', (event) => {
	const clean = async (): Promise<void> => {
		const names = await caches.keys();
		const shells = names.filter((name) => name.startsWith(SHELL_PREFIX));
		const kept = new Set([PAGES, SHELL, ...shells.slice(-SHELLS_KEPT)]);
		for (const name of names) if (!kept.has(name)) await caches.delete(name);
		const pages = await caches.open(PAGES);
		for (const { url } of await pages.keys()) if (!isKept(new URL(url))) await pages.delete(url);
		await worker.clients.claim();
	};
	event.waitUntil(clean());
});

// A page with a document says so: it may have been opened before there was anybody to keep it.
worker.addEventListener('message', (event) => {
	const path: unknown = (event.data as { keep?: unknown } | null)?.keep;
	if (typeof path !== 'string') return;
	const address = new URL(path, worker.location.origin);
	if (!isKept(address)) return;
	const keep = async (): Promise<void> => {
		await worker.clients.claim();
		await keepWhole(address.href);
	};
	event.waitUntil(keep());
});

worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (url.origin !== worker.location.origin) return;
	if (request.method !== 'GET') {
		if (!SAME_ACCOUNT.test(url.pathname)) event.respondWith(changeAccount(request));
		return;
	}
	if (ASSETS.has(url.pathname) || url.pathname.startsWith(IMMUTABLE))
		return event.respondWith(asset(request, url));
	const isData = url.pathname.endsWith(DATA);
	if ((isData || request.mode === 'navigate') && isKept(url)) {
		event.respondWith(page(request));
		// Whoever came by a link has seen the page's data only: it is the page itself that opens without a network.
		if (isData) event.waitUntil(keepWhole(url.origin + pageOf(url)));
	} else if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => offlineAnswer()));
});

function isKept(address: URL): boolean {
	return KEPT.test(pageOf(address));
}

/** The path of the page, for its own address and for that of its data. */
function pageOf({ pathname }: URL): string {
	return pathname.endsWith(DATA) ? pathname.slice(0, -DATA.length) : pathname;
}

/** How many times the account may have changed since this worker runs. */
let changes = 0;

/** Signing in, out, or as somebody else happens by such a request: nobody may find the pages of another, before, meanwhile or after. */
async function changeAccount(request: Request): Promise<Response> {
	const forget = async (): Promise<void> => {
		changes += 1;
		await caches.delete(PAGES);
	};
	await forget();
	return fetch(request).finally(forget);
}

async function asset(request: Request, url: URL): Promise<Response> {
	return (await caches.match(url.pathname)) ?? fetch(request);
}

/** Keeps the page at this address, unless it was kept lately. */
async function keepWhole(address: string): Promise<void> {
	const known = await caches.open(PAGES).then((cache) => cache.match(address));
	const keptAt = Date.parse(known?.headers.get('date') ?? '');
	if (Math.abs(Date.now() - keptAt) < FRESH_MS) return;
	const request = new Request(address, { headers: { accept: 'text/html' } });
	const before = changes;
	await fetch(request).then(
		(answer) => remember(request, answer, before),
		() => undefined,
	);
}

/** From the network when there is one; else as it was last seen. */
async function page(request: Request): Promise<Response> {
	const before = changes;
	try {
		const answer = await fetch(request);
		await remember(request, answer.clone(), before);
		return answer;
	} catch {
		const cache = await caches.open(PAGES);
		return (await cache.match(request.url)) ?? (await offlineAnswer());
	}
}

/** Keeps an answer, unless the account may have changed since it was asked for: `before` is how often it had then. */
async function remember(request: Request, answer: Response, before: number): Promise<void> {
	if (before !== changes) return;
	const cache = await caches.open(PAGES);
	if (answer.ok && answer.type === 'basic' && !answer.redirected) {
		await cache.delete(request.url);
		await cache.put(request.url, answer);
		const kept = await cache.keys();
		for (const oldest of kept.slice(0, Math.max(kept.length - PAGES_KEPT, 0))) await cache.delete(oldest);
	} else if (answer.status === 404 || answer.status === 401 || answer.type === 'opaqueredirect') {
		// No longer open to this person: not from memory either.
		await cache.delete(request.url);
	}
}

/** What is said of an address that is not kept, with those that are. */
async function offlineAnswer(): Promise<Response> {
	const links = await keptPages();
	const list = links.length === 0 ? '' : `<ul>${links.join('')}</ul>`;
	const advice =
		links.length === 0
			? 'Réessayez au retour du réseau.'
			: 'Ces pages le sont, telles que vous les avez vues :';
	const text = `<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Hors ligne · Terrimed</title>
<h1>Vous êtes hors ligne</h1><p>Cette page n’est pas gardée sur cet appareil. ${advice}</p>${list}`;
	return new Response(text, {
		status: 503,
		headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'" },
	});
}

/** Links to the whole pages kept, the last seen first, under their own titles, which are HTML already. */
async function keptPages(): Promise<string[]> {
	const cache = await caches.open(PAGES);
	const addresses = (await cache.keys()).map(({ url }) => new URL(url)).filter(isWhole);
	const links = await Promise.all(
		addresses.reverse().map(async (address) => {
			const text = await cache.match(address.href).then((answer) => answer?.text());
			const title = /<title>([^<]*)<\/title>/.exec(text ?? '')?.[1];
			return title === undefined ? '' : `<li><a href="${encodeURI(address.pathname)}">${title}</a></li>`;
		}),
	);
	return links.filter((link) => link !== '');
}

function isWhole({ pathname }: URL): boolean {
	return !pathname.endsWith(DATA);
}
