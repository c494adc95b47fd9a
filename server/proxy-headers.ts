import type { IncomingMessage } from 'node:http';

/** What the configuration says of the proxies before this process. */
export interface Proxies {
	/** Header, in small letters, that gives the client's address; null: nobody is trusted with it. */
	readonly addressHeader: string | null;
	/** How many proxies write in `x-forwarded-for`, from its end. */
	readonly depth: number;
}

/** The one header in which each proxy writes after the one before. */
const LIST_HEADER = 'x-forwarded-for';

const SCHEME_HEADER = 'x-forwarded-proto';

/** Some proxies call a websocket's own scheme what the others call its page's. */
const SCHEMES: ReadonlyMap<string, string> = new Map(Object.entries({ https: 'https', wss: 'https' }));

/** What a proxy would have said, for whoever comes without one: a person on the machine itself, a check of its health. */
export function fillHeaders(proxies: Proxies, request: IncomingMessage): void {
	fillScheme(request);
	const { addressHeader, depth } = proxies;
	if (addressHeader === null || readAddress(proxies, request) !== null) return;
	// The built handler answers 500 when the header is absent, or shorter than the depth.
	const repeats = addressHeader === LIST_HEADER ? depth : 1;
	request.headers[addressHeader] = Array.from({ length: repeats }, () => peerOf(request)).join(', ');
}

/** The scheme of who came to the first proxy: one that stands behind another adds its own after it. */
export function fillScheme(request: IncomingMessage): void {
	const [first = ''] = String(request.headers[SCHEME_HEADER] ?? '').split(',');
	request.headers[SCHEME_HEADER] = SCHEMES.get(first.trim().toLowerCase()) ?? 'http';
}

/** The client's address, as the built handler is given it too. */
export function addressOf(proxies: Proxies, request: IncomingMessage): string {
	return readAddress(proxies, request) ?? peerOf(request);
}

/** What the header says; null when it is absent, or was not written by as many proxies as are trusted. */
function readAddress({ addressHeader, depth }: Proxies, request: IncomingMessage): string | null {
	if (addressHeader === null) return null;
	const text = String(request.headers[addressHeader] ?? '');
	const address = addressHeader === LIST_HEADER ? text.split(',').at(-depth) : text;
	return address?.trim() || null;
}

function peerOf(request: IncomingMessage): string {
	return request.socket.remoteAddress ?? '';
}
