import type { Transport } from './transport.ts';

/** Where a websocket has not passed once, the next page of this tab does not wait for it again: it is tried beside. */
const KEY = 'terrimed:liaison';

export function rememberedTransport(): Transport {
	try {
		return sessionStorage.getItem(KEY) === 'http' ? 'http' : 'websocket';
	} catch {
		// Storage is refused: every page finds out by itself.
		return 'websocket';
	}
}

export function rememberTransport(transport: Transport): void {
	try {
		if (transport === rememberedTransport()) return;
		if (transport === 'http') sessionStorage.setItem(KEY, transport);
		else sessionStorage.removeItem(KEY);
	} catch {
		// As above.
	}
}
