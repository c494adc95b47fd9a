import { WebSocket } from 'ws';
import type { SocketClass } from '#lib/collaboration/counting-socket.ts';

/** A browser's socket sends the cookie by itself; in Node it has to be told. `schema` is the version of the page's code. */
export function cookieSocket(cookie: string, schema: number): SocketClass {
	class CookieSocket extends WebSocket {
		constructor(url: string | URL, protocols?: string | string[]) {
			super(String(url).replace(/schema=\d+/, `schema=${schema}`), protocols ?? [], { headers: { cookie } });
		}
	}
	return CookieSocket as unknown as SocketClass;
}
