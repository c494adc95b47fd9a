import type { BrowserContext } from '@playwright/test';

/** Name of the switch in the pages. */
const SWITCH = 'websocketsPass';

/**
 * A network that lets no websocket through, for every page of the context: they wait for an answer that does not come, or, once
 * `letWebsockets` says so, pass.
 */
export async function stopWebsockets(context: BrowserContext): Promise<void> {
	await context.addInitScript((name) => {
		const Real = WebSocket;
		// Own properties, since those of a real socket refuse an object that is none.
		const hanging = (made: { prototype: object }): object => {
			const own = Object.create(made.prototype) as { onclose: ((event: CloseEvent) => void) | null };
			const close = (): void => {
				Object.assign(own, { readyState: Real.CLOSED });
				queueMicrotask(() => own.onclose?.(new CloseEvent('close', { code: 1006 })));
			};
			const fields = { readyState: Real.CONNECTING, binaryType: 'arraybuffer', bufferedAmount: 0 };
			const handlers = { onopen: null, onmessage: null, onclose: null, onerror: null };
			for (const [key, value] of Object.entries({ ...fields, ...handlers, send: () => {}, close })) {
				Object.defineProperty(own, key, { value, writable: true, enumerable: true });
			}
			return own;
		};
		window.WebSocket = new Proxy(Real, {
			construct: (_target, given, made) =>
				localStorage.getItem(name) === 'yes'
					? (Reflect.construct(Real, given, made) as object)
					: hanging(made),
		});
	}, SWITCH);
}

export async function letWebsockets(context: BrowserContext): Promise<void> {
	for (const page of context.pages())
		await page.evaluate((name) => localStorage.setItem(name, 'yes'), SWITCH);
}
