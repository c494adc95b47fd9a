import { WebSocket } from 'ws';
import type { SocketClass } from '#lib/collaboration/counting-socket.ts';

/** A browser's socket sends the cookie by itself; in Node it has to be told. */
export function cookieSocket(cookie: string): SocketClass {
	class CookieSocket extends WebSocket {
		constructor(url: string | URL, protocols?: string | string[]) {
			super(url, protocols ?? [], { headers: { cookie } });
		}
	}
	return CookieSocket as unknown as SocketClass;
}
