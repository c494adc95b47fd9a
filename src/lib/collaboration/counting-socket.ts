import type { WebsocketProvider } from 'y-websocket';
import { MESSAGE, SYNC } from './protocol.ts';

/** Called at each write a socket sends, in order; `body` is the message after its two numbers. */
export type OnWrite = (write: { full: boolean; body: Uint8Array }) => void;

/** What the provider takes for `WebSocket`. */
export type SocketClass = WebsocketProvider['_WS'];

/**
 * A socket class for the provider that tells of every update and sync step 2 it sends: the server acknowledges them by
 * their count on the connection, so the page must count the same ones.
 */
export function countingSocket(base: SocketClass, onWrite: OnWrite): SocketClass {
	return class extends base {
		override send(data: string | Blob | BufferSource): void {
			super.send(data);
			if (data instanceof Uint8Array && data[0] === MESSAGE.sync) {
				const kind = data[1];
				if (kind === SYNC.update || kind === SYNC.step2) {
					onWrite({ full: kind === SYNC.step2, body: data.subarray(2) });
				}
			}
		}
	};
}
