import type { OpenedRecord } from './registry-list.ts';

/** What the server answered to a record that was sent: its own sentences, and nothing thrown. */
export interface Refused {
	outcome: 'refused';
	message: string;
	fields: Record<string, string>;
}
export interface Conflicting {
	outcome: 'conflict';
	current: OpenedRecord;
	savedBy: string;
	savedAt: string;
}
export type ChangeAnswer = { outcome: 'saved'; record: OpenedRecord } | Conflicting | Refused;
export type AddAnswer = { outcome: 'saved'; id: string; departmentCode: string } | Refused;

const OUT_OF_REACH =
	'La fiche n’a pas pu être enregistrée : le serveur ne répond pas. Votre saisie reste ici, réessayez dans un moment.';

/** Sends some fields of a record over the version that was read. */
export async function changeRecord(
	/** Of the registry in the outside interface: `/api/departements/64/medecins`. */
	registry: string,
	target: { id: string; version: number },
	changes: Readonly<Record<string, unknown>>,
): Promise<ChangeAnswer> {
	const response = await send(`${registry}/${target.id}`, 'PATCH', {
		headers: { 'if-match': String(target.version) },
		body: changes,
	});
	const answer = await readAnswer(response);
	if (response === null || answer === null) return unreachable();
	if (response.ok) return { outcome: 'saved', record: answer as unknown as OpenedRecord };
	if (response.status === 409 && 'current' in answer) {
		const { current, savedBy, savedAt } = answer as unknown as Conflicting;
		return { outcome: 'conflict', current, savedBy, savedAt };
	}
	return refusal(answer);
}

/** Adds a record; it may come in another département than the one asked, by its commune. */
export async function addRecord(
	registry: string,
	values: Readonly<Record<string, unknown>>,
): Promise<AddAnswer> {
	const response = await send(registry, 'POST', {
		headers: {},
		body: values,
	});
	const answer = await readAnswer(response);
	if (response === null || answer === null) return unreachable();
	if (!response.ok) return refusal(answer);
	return { outcome: 'saved', id: String(answer['id']), departmentCode: String(answer['departmentCode']) };
}

async function send(
	address: string,
	method: string,
	{ headers, body }: { headers: Record<string, string>; body: unknown },
): Promise<Response | null> {
	try {
		return await fetch(address, {
			method,
			headers: { ...headers, 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
	} catch {
		return null;
	}
}

/** What it says; null for no answer, one that is cut, or a proxy's. */
export async function readAnswer(response: Response | null): Promise<Record<string, unknown> | null> {
	return (await response?.json().catch(() => null)) as Record<string, unknown> | null;
}

function unreachable(): Refused {
	return { outcome: 'refused', message: OUT_OF_REACH, fields: {} };
}

function refusal(answer: Record<string, unknown>): Refused {
	const errors = Array.isArray(answer['errors'])
		? (answer['errors'] as { field: string; message: string }[])
		: [];
	return {
		outcome: 'refused',
		message: typeof answer['title'] === 'string' ? answer['title'] : OUT_OF_REACH,
		fields: Object.fromEntries(errors.map(({ field, message }) => [field.split('.')[0] ?? '', message])),
	};
}
