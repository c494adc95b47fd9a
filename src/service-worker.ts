/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
/// <reference types="@sveltejs/kit" />
import { build, files, version } from '$service-worker';

/**
 * Opens the documents of a space without a network: the program itself, and the last version seen of each page of the
 * account signed in here. What people write is not here: it is in the document's own copy (`local-copy.ts`).
 */
const worker = globalThis as unknown as ServiceWorkerGlobalScope;

const SHELL = `shell-${version}`;
const PAGES = 'pages';
const ASSETS = new Set([...build, ...files]);

/** Pages kept: every document a person opens in a month. */
const PAGES_KEPT = 60;

/** Addresses of a space: `/64`, `/2A/diagnostic`, `/69M/plan`. Everything else is only ever read from the network. */
const SPACE = /^\/(?:\d{2,3}|2[AB]|69[DM])(?:\/|$)/;

/** Addresses where a write leaves the account as it is: spaces, the interface for programs, co-editing without a websocket. */
const SAME_ACCOUNT = new RegExp(`${SPACE.source}|^/(?:api|collaboration)/`);

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
		for (const name of await caches.keys()) {
			if (name !== SHELL && name !== PAGES) await caches.delete(name);
		}
		await worker.clients.claim();
	};
	event.waitUntil(clean());
});

worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (url.origin !== worker.location.origin) return;
	if (request.method !== 'GET') {
		// Signing in, out, or as somebody else happens by such a request: nobody may find the pages of another.
		if (!SAME_ACCOUNT.test(url.pathname)) event.waitUntil(caches.delete(PAGES));
		return;
	}
	if (ASSETS.has(url.pathname)) return event.respondWith(asset(request, url));
	const isPage = request.mode === 'navigate' || url.pathname.endsWith('/__data.json');
	if (isPage && SPACE.test(url.pathname)) event.respondWith(page(request));
	else if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => offlineAnswer()));
});

async function asset(request: Request, url: URL): Promise<Response> {
	const cache = await caches.open(SHELL);
	return (await cache.match(url.pathname)) ?? fetch(request);
}

/** From the network when there is one; else as it was last seen. */
async function page(request: Request): Promise<Response> {
	try {
		const answer = await fetch(request);
		await remember(request, answer.clone());
		return answer;
	} catch {
		const cache = await caches.open(PAGES);
		return (await cache.match(request.url)) ?? offlineAnswer();
	}
}

async function remember(request: Request, answer: Response): Promise<void> {
	const cache = await caches.open(PAGES);
	if (answer.ok && answer.type === 'basic' && !answer.redirected) {
		await cache.delete(request.url);
		await cache.put(request.url, answer);
		const kept = await cache.keys();
		for (const oldest of kept.slice(0, Math.max(kept.length - PAGES_KEPT, 0))) await cache.delete(oldest);
	} else if (answer.status === 404 || answer.status === 401) {
		// No longer open to this person: not from memory either.
		await cache.delete(request.url);
	}
}

function offlineAnswer(): Response {
	const text = `<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Hors ligne · Terrimed</title>
<h1>Vous êtes hors ligne</h1><p>Cette page n’est pas gardée sur cet appareil. Celles que vous avez ouvertes le sont : revenez à l’une d’elles, ou réessayez au retour du réseau.</p>`;
	return new Response(text, {
		status: 503,
		headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'" },
	});
}
