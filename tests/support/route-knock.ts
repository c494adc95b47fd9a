import type { RouteOperation } from './route-tree.ts';
import type { Expectation, Targets } from './route-rights.ts';

/** What a door does: lets in (a wrong form is in), or answers as if there were nothing, or asks to sign in. */
export type Outcome = 'open' | 'closed' | 'sign-in' | 'fault';

export interface Answer {
	outcome: Outcome;
	status: number;
	/** Type and text, without what differs from one answer to the next. */
	content: string;
}

export interface Knock {
	origin: string;
	cookie: string | null;
	operation: RouteOperation;
	expectation: Expectation;
	targets: Targets;
}

/** Asks for one operation as a browser would: same origin, a form that would succeed. */
export async function knock(request: Knock): Promise<Answer> {
	const { origin, cookie, operation, expectation, targets } = request;
	const { code } = targets;
	const own = expectation.parameters?.(targets) ?? {};
	const address = origin + addressOf(operation, expectation, { departement: code, code, ...own });
	const headers: Record<string, string> = {
		origin,
		accept: operation.kind === 'endpoint' ? 'application/json' : 'text/html',
	};
	if (cookie !== null) headers.cookie = cookie;
	if (expectation.version !== undefined) headers['if-match'] = String(expectation.version);
	const response = await fetch(address, {
		method: operation.kind === 'action' ? 'POST' : operation.kind === 'page' ? 'GET' : operation.name,
		redirect: 'manual',
		...bodyOf(expectation, targets, headers),
	});
	const text =
		expectation.streams === true && response.ok ? await beginningOf(response) : await response.text();
	const location = response.headers.get('location') ?? '';
	return {
		outcome: outcomeOf(response.status, location),
		status: response.status,
		content: withoutNames(`${response.headers.get('content-type')} ${location} ${text}`, code, own),
	};
}

/** Shorter than this, a name is found by chance. */
const MIN_NAME = 5;

/** Without the number drawn for this page, nor the names that were in the address. */
function withoutNames(content: string, code: string, own: Record<string, string>): string {
	const plain = content
		.replaceAll(/nonce="[^"]*"/g, '')
		.replaceAll(new RegExp(`(/|%2F)${code}(?=[/?%"'\\s]|$)`, 'g'), '$1NN');
	const names = Object.entries(own).filter(([, value]) => value.length >= MIN_NAME);
	return names.reduce((text, [name, value]) => text.replaceAll(value, `[${name}]`), plain);
}

/** Of an answer that does not end by itself. */
async function beginningOf(response: Response): Promise<string> {
	await response.body?.cancel();
	return '';
}

function addressOf(
	operation: RouteOperation,
	expectation: Expectation,
	values: Record<string, string>,
): string {
	const path = operation.route
		.replaceAll(/\/\([^)]+\)/g, '')
		.replaceAll(/\[{1,2}(?:\.\.\.)?(\w+)(?:=\w+)?\]{1,2}/g, (_found, name: string) => values[name] ?? '');
	const query = operation.kind === 'action' && operation.name !== 'default' ? `?/${operation.name}` : '';
	return (path || '/') + (expectation.query ?? query);
}

function bodyOf(expectation: Expectation, targets: Targets, headers: Record<string, string>): RequestInit {
	if (expectation.file !== undefined) {
		const body = new FormData();
		for (const [name, value] of Object.entries(expectation.form?.(targets) ?? {})) body.set(name, value);
		body.set('file', new File([expectation.file.text], expectation.file.name));
		return { headers, body };
	}
	if (expectation.form !== undefined) {
		const body = new URLSearchParams(expectation.form(targets)).toString();
		return { headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, body };
	}
	if (expectation.json !== undefined) {
		const body = JSON.stringify(expectation.json);
		return { headers: { ...headers, 'content-type': 'application/json' }, body };
	}
	return { headers };
}

function outcomeOf(status: number, location: string): Outcome {
	if (status === 401 || (status === 303 && location.startsWith('/connexion'))) return 'sign-in';
	if (status === 404) return 'closed';
	if ([200, 201, 303, 400, 409, 410, 429].includes(status)) return 'open';
	return 'fault';
}
