import type { SocketClass } from './counting-socket.ts';
import { OPEN_MS } from './transport.ts';

/**
 * Whether a websocket opens at this address and lets the server's first word through, within the time given to any attempt. It is
 * closed at once: it says nothing, so nothing of the document depends on it.
 */
export function probeWebsocket(base: SocketClass, url: string): Promise<boolean> {
	return new Promise((resolve) => {
		let socket: WebSocket;
		try {
			socket = new base(url);
		} catch {
			return resolve(false);
		}
		const end = (opened: boolean): void => {
			clearTimeout(timer);
			socket.onmessage = socket.onclose = null;
			// An error after this is told to nobody, and must find a listener in Node.
			socket.onerror = () => {};
			socket.close();
			resolve(opened);
		};
		const timer = setTimeout(() => end(false), OPEN_MS);
		socket.onmessage = () => end(true);
		socket.onclose = () => end(false);
		socket.onerror = () => end(false);
	});
}
