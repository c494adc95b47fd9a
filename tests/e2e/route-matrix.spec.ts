import { expect, test } from '@playwright/test';
import { PASSWORD } from '../support/people.ts';
import { knock, type Answer } from '../support/route-knock.ts';
import { EXPECTATIONS } from '../support/doors/doors.ts';
import {
	COMMITTEES,
	KNOCKERS,
	mayOpen,
	type CommitteeCode,
	type Knocker,
	type Targets,
} from '../support/route-rights.ts';
import { readTargets, targetsNowhere } from '../support/route-targets.ts';
import { listRouteOperations, operationKey, type RouteOperation } from '../support/route-tree.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';
import { knockAtDocument, knockAtDocumentByHttp, type SocketOutcome } from '../support/socket-knock.ts';
import { everythingWritten, withDatabase } from '../support/server-database.ts';

/** At least as many as the requests that use one up in a committee. */
const NOTES = 14;
const INVITATIONS = 8;

const operations = listRouteOperations();
const expected = operations.filter(({ name }) => name !== 'fallback');
const knockers = Object.keys(KNOCKERS) as Knocker[];

let server: TestServer;
const cookies = new Map<Knocker, string | null>();
let targets: Map<CommitteeCode, Targets>;

test.describe.configure({ mode: 'serial', timeout: 600_000 });

test.beforeAll(async () => {
	test.setTimeout(600_000);
	server = await startOnPostgres();
	for (const knocker of knockers) cookies.set(knocker, await signIn(KNOCKERS[knocker]?.email ?? null));
	await prepare();
	await server.stop();
	targets = await withDatabase(server, readTargets);
	await server.start();
});
test.afterAll(() => server.stop());

async function signIn(email: string | null): Promise<string | null> {
	if (email === null) return null;
	const response = await post('/connexion', null, { email, password: PASSWORD });
	expect(response.status, email).toBe(303);
	return response.headers.getSetCookie()[0]?.split(';')[0] ?? null;
}

function post(path: string, cookie: string | null, form: Record<string, string>): Promise<Response> {
	return fetch(server.origin + path, {
		method: 'POST',
		redirect: 'manual',
		headers: {
			accept: 'text/html',
			origin: server.origin,
			'content-type': 'application/x-www-form-urlencoded',
			...(cookie === null ? {} : { cookie }),
		},
		body: new URLSearchParams(form).toString(),
	});
}

/** Notes and invitations enough for every request to have its own, and a member whose mandate has just ended. */
async function prepare(): Promise<void> {
	const own: Record<CommitteeCode, string | null> = {
		'64': cookies.get('facilitator') ?? null,
		'40': cookies.get('neighbour') ?? null,
		'12': await signIn('animatrice12@exemple.test'),
	};
	for (const code of COMMITTEES) {
		const form = await (
			await fetch(`${server.origin}/${code}/membres/inviter`, { headers: { cookie: own[code] ?? '' } })
		).text();
		const organisationId = /<option value="([0-9a-f-]{36})"/.exec(form)?.[1] ?? '';
		for (let index = 0; index < NOTES; index += 1) {
			const note = await post(`/${code}/documents`, own[code], { kind: 'note', title: `Note ${index}` });
			expect(note.status).toBe(303);
		}
		for (let index = 0; index < INVITATIONS; index += 1) {
			const invited = await post(`/${code}/membres/inviter`, own[code], {
				displayName: `Invitée Essai ${index}`,
				email: `invitee-${code}-${index}@exemple.test`,
				organisationId,
				seatRole: 'holder',
				role: 'member',
				title: '',
				communes: '',
				startsOn: '01/01/2026',
				endsOn: '31/12/2030',
			});
			expect(invited.status).toBe(303);
		}
	}
	await endMandateOf(KNOCKERS.expired.name, own['12'] ?? '');
}

/** Ends a mandate of the committee of 12 as its facilitator would, from the list of members. */
async function endMandateOf(name: string, facilitator: string): Promise<void> {
	const read = async (path: string): Promise<string> =>
		(await fetch(server.origin + path, { headers: { cookie: facilitator } })).text();
	const listed = await read('/12/membres');
	const mandates = [...listed.matchAll(/href="\/12\/membres\/([0-9a-f-]{36})"/g)].map((found) => found[1]);
	for (const id of new Set(mandates)) {
		if (!/<h1[^>]*>([^<]*)</.exec(await read(`/12/membres/${id}`))?.[1]?.includes(name)) continue;
		const ended = await post(`/12/membres/${id}?/end`, facilitator, {});
		expect(ended.status).toBe(303);
		return;
	}
	throw new Error(`no mandate of ${name}`);
}

interface Door {
	operation: RouteOperation;
	knocker: Knocker;
	code: CommitteeCode;
	mayEnter: boolean;
}

/** Every operation, by everybody, in every committee. */
function everyDoor(): Door[] {
	return expected.flatMap((operation) => {
		const expectation = EXPECTATIONS[operationKey(operation)];
		if (expectation === undefined) return [];
		const codes = expectation.once ? COMMITTEES.slice(0, 1) : COMMITTEES;
		return codes.flatMap((code) =>
			knockers.map((knocker) => ({
				operation,
				knocker,
				code,
				mayEnter: mayOpen(expectation.right, knocker, code),
			})),
		);
	});
}

function askAt({ operation, knocker, code }: Door, own = targets.get(code)): Promise<Answer> {
	const expectation = EXPECTATIONS[operationKey(operation)];
	if (expectation === undefined || own === undefined) throw new Error('no expectation');
	const cookie = cookies.get(knocker) ?? null;
	return knock({ origin: server.origin, cookie, operation, expectation, targets: own });
}

const named = ({ operation, knocker, code }: Door): string =>
	`${operationKey(operation)}, ${knocker}, ${code}`;

test('every operation of every route is in the table, and the table has no other', () => {
	expect(expected.map(operationKey).sort()).toEqual(Object.keys(EXPECTATIONS).sort());
});

test('whoever may not, finds what is found where nothing is, and nothing at all is written', async () => {
	await server.stop();
	const before = await everythingWritten(server);
	await server.start();
	const wrong: string[] = [];
	const closed = everyDoor().filter(({ mayEnter }) => !mayEnter);
	await Promise.all(
		knockers.map(async (knocker) => {
			for (const door of closed) if (door.knocker === knocker) wrong.push(...(await faultsOf(door)));
			for (const door of documentDoors()) {
				if (door.knocker !== knocker || door.outcome === 'write') continue;
				for (const [way, found] of await connectionsAt(door)) {
					if (found !== door.outcome)
						wrong.push(`document by ${way}, ${knocker}: ${found}, not ${door.outcome}`);
				}
			}
		}),
	);
	expect(wrong).toEqual([]);
	await server.stop();
	expect(await everythingWritten(server)).toEqual(before);
	await server.start();
});

const nowhere = new Map<string, Promise<Answer>>();

/** What one finds where no committee is, under names that nothing has: the same for all committees. */
function askNowhere(door: Door): Promise<Answer> {
	const request = `${operationKey(door.operation)} ${door.knocker}`;
	const known = nowhere.get(request) ?? askAt(door, targetsNowhere());
	nowhere.set(request, known);
	return known;
}

/** A closed door must not open, and must answer word for word as in a département without a committee. */
async function faultsOf(door: Door): Promise<string[]> {
	const hidden = await askAt(door);
	const right = door.knocker === 'nobody' ? ['sign-in', 'closed'] : ['closed'];
	if (!right.includes(hidden.outcome)) return [`${named(door)}: ${hidden.status}`];
	if (EXPECTATIONS[operationKey(door.operation)]?.once === true) return [];
	const missing = await askNowhere(door);
	if (hidden.status === missing.status && hidden.content === missing.content) return [];
	return [`${named(door)}: not the answer of a committee that does not exist`];
}

test('methods that are not there open nothing', async () => {
	const fallbacks = operations.filter(({ name }) => name === 'fallback');
	expect(fallbacks.length).toBeGreaterThan(0);
	for (const operation of fallbacks) {
		const path = operation.route.replace('[code]', '64').replace('[...path]', 'inconnu');
		const there = operations.filter(({ route }) => route === operation.route).map(({ name }) => name);
		for (const knocker of ['nobody', 'member', 'administrator'] as const) {
			const response = await fetch(server.origin + path, {
				method: there.includes('DELETE') ? 'PUT' : 'DELETE',
				headers: { origin: server.origin, cookie: cookies.get(knocker) ?? '' },
			});
			expect(response.status, `${path} ${knocker}`).toBe(
				knocker === 'nobody' ? 401 : path.endsWith('inconnu') ? 404 : 405,
			);
			expect(response.headers.get('content-type')).toBe('application/problem+json');
		}
	}
});

test('whoever may, gets in', async () => {
	const wrong: string[] = [];
	for (const door of documentDoors()) {
		if (door.outcome !== 'write') continue;
		for (const [way, found] of await connectionsAt(door)) {
			if (found !== 'write') wrong.push(`document by ${way}, ${door.knocker}: ${found}`);
		}
	}
	for (const door of everyDoor().filter(({ mayEnter }) => mayEnter)) {
		const expectation = EXPECTATIONS[operationKey(door.operation)];
		if (expectation?.refusalsOnly === true) continue;
		const { outcome, status } = await askAt(door);
		const right = expectation?.right === 'public' ? ['open', 'closed', 'sign-in'] : ['open'];
		if (!right.includes(outcome)) wrong.push(`${named(door)}: ${status}`);
	}
	expect(wrong).toEqual([]);
	expect(server.errors()).not.toContain('"level":"error"');
});

interface DocumentDoor {
	documentId: string;
	knocker: Knocker;
	outcome: SocketOutcome;
}

/** By both ways to a document. */
async function connectionsAt({ documentId, knocker }: DocumentDoor): Promise<[string, SocketOutcome][]> {
	const knock = { origin: server.origin, cookie: cookies.get(knocker) ?? null, documentId };
	return [
		['websocket', await knockAtDocument(knock)],
		['HTTP', await knockAtDocumentByHttp(knock)],
	];
}

/** Both documents that every committee has, by everybody: closed, to read, or to write. */
function documentDoors(): DocumentDoor[] {
	return [...targets].flatMap(([code, { diagnosisId, planId }]) =>
		[diagnosisId, planId].flatMap((documentId) =>
			knockers.map((knocker) => ({
				documentId,
				knocker,
				outcome: mayOpen('write', knocker, code)
					? ('write' as const)
					: mayOpen('read', knocker, code)
						? ('read' as const)
						: ('closed' as const),
			})),
		),
	);
}
