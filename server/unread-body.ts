import type { IncomingMessage, ServerResponse } from 'node:http';

/** Most of a body that is let go after its answer, in bytes: a scanned report chosen by mistake. Beyond it the line is closed. */
const LET_GO_BYTES = 67_108_864;

/**
 * Lets go of what an answer has left unread of its request. An answer may be there before the body is (it is too long, or from nobody who is signed in);
 * a line whose bytes nobody takes stands still, and who sends all before they listen, as a browser does, never reads that answer.
 */
export function letGoUnread(
	request: IncomingMessage,
	response: ServerResponse,
	most: number = LET_GO_BYTES,
): void {
	response.once('finish', () => {
		if (request.complete) return;
		let left = most;
		// Whoever was reading has answered: nothing is kept for them.
		request.removeAllListeners('data');
		request.on('data', (chunk: Buffer) => {
			left -= chunk.length;
			if (left < 0) request.destroy();
		});
		request.resume();
	});
}
