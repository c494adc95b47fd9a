import type { PresencePlace, PresenceUser } from '#lib/collaboration/protocol.ts';
import { PRESENCE_COLORS } from '#lib/collaboration/protocol.ts';
import type { PersonInDocument } from './ports/server.ts';

/** Longest name, organisation or place that is taken. */
const TEXT_LENGTH = 400;

type People = readonly (readonly [documentId: string, people: readonly PersonInDocument[]])[];

/** Reads who is in which documents; throws for anything that is not that. Every object is made anew, of known fields only. */
export function readPeople(json: string): People {
	return array(JSON.parse(json)).map((pair) => {
		const [documentId, people] = array(pair);
		return [text(documentId), array(people).map(readPerson)];
	});
}

function readPerson(value: unknown): PersonInDocument {
	const { person, access, at } = fields(value);
	if (access !== 'read' && access !== 'write') throw new Error('not an access');
	return { person: readUser(person), access, at: at === null ? null : readPlace(at) };
}

function readUser(value: unknown): PresenceUser {
	const { accountId, name, organisation, initials, color } = fields(value);
	if (typeof color !== 'number' || !Number.isInteger(color) || color < 1 || color > PRESENCE_COLORS)
		throw new Error('not a colour');
	return {
		accountId: text(accountId),
		name: text(name),
		organisation: text(organisation),
		initials: text(initials),
		color,
	};
}

function readPlace(value: unknown): PresencePlace {
	const { section, action, field } = fields(value);
	const place: PresencePlace = {};
	if (section !== undefined) place.section = text(section);
	if (action !== undefined) place.action = text(action);
	if (field !== undefined) place.field = text(field);
	return place;
}

function array(value: unknown): unknown[] {
	if (!Array.isArray(value)) throw new Error('not a list');
	return value;
}

function fields(value: unknown): Record<string, unknown> {
	if (typeof value !== 'object' || value === null) throw new Error('not an object');
	return { ...value };
}

function text(value: unknown): string {
	if (typeof value !== 'string' || value.length > TEXT_LENGTH) throw new Error('not a text');
	return value;
}
