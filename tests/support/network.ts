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
		class Hanging extends EventTarget {
			static readonly OPEN = 1;
			readonly OPEN = 1;
			readonly url: string;
			readyState = 0;
			binaryType = 'arraybuffer';
			onclose: ((event: CloseEvent) => void) | null = null;
			constructor(url: string | URL) {
				super();
				this.url = String(url);
			}
			// Fields, since a class made of this one finds the methods of the real one.
			readonly send = (): void => {};
			readonly close = (): void => {
				this.readyState = 3;
				queueMicrotask(() => this.onclose?.(new CloseEvent('close', { code: 1006 })));
			};
		}
		const passes = (): boolean => localStorage.getItem(name) === 'yes';
		window.WebSocket = new Proxy(Real, {
			construct: (_target, given, made) =>
				Reflect.construct(passes() ? Real : (Hanging as unknown as typeof WebSocket), given, made) as object,
		});
	}, SWITCH);
}

export async function letWebsockets(context: BrowserContext): Promise<void> {
	for (const page of context.pages())
		await page.evaluate((name) => localStorage.setItem(name, 'yes'), SWITCH);
}
