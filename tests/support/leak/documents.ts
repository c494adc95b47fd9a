import { expect } from '@playwright/test';
import * as Y from 'yjs';
import { MESSAGE } from '#lib/collaboration/protocol.ts';
import { contentOf } from '#lib/documents/document.content.ts';
import { createAction } from '#lib/plan/plan.new-action.content.ts';
import { DOCUMENTS_DOORS } from '../doors/documents.doors.ts';
import { frameOf, RawLine } from '../raw-line.ts';
import { SPACE, type Targets } from '../route-rights.ts';
import type { Canary } from './canary.ts';

const word = (place: string): string => `Qxdocument${place}`;

/** Where the committee writes, each with its word: open to whoever sits in it or in its region, and to nobody else. */
const PLACES = ['diagnosis', 'note', 'title', 'comment', 'action', 'obstacles'] as const;

export const DOCUMENT_CANARIES: readonly Canary[] = PLACES.map((place) => ({
	...{ text: word(place), form: 'word' as const, field: place },
	...{ of: 'what the committee writes', openTo: ['space'] as const },
}));

interface Writer {
	origin: string;
	cookie: string;
	targets: Targets;
}

/** Writes each of these words where it belongs, as a page of somebody who may does; resolves once the plan is read with its own. */
export async function writeDocuments(writer: Writer): Promise<void> {
	const { targets } = writer;
	await say(writer, targets.diagnosisId, (doc) => write(doc, 'diagnosis'));
	await say(writer, targets.note(), (doc) => write(doc, 'note'));
	await say(writer, targets.planId, (doc) => {
		const said = { title: word('action'), obstacles: word('obstacles') };
		createAction(doc, { ...said, proposition: 1 }, null);
	});
	const made = '/api/departements/64/documents';
	expect(await post(writer, made, { kind: 'note', title: word('title') })).toBe(201);
	const commented = DOCUMENTS_DOORS[`endpoint ${SPACE}/documents/[id]/commentaires POST`]?.json as object;
	const comments = `/64/documents/${targets.diagnosisId}/commentaires`;
	expect(await post(writer, comments, { ...commented, body: word('comment') })).toBeLessThan(300);
	const plan = async (): Promise<string> => (await ask(writer, '/api/departements/64/plan')).text();
	await expect.poll(plan).toContain(word('action'));
}

async function say(
	{ origin, cookie }: Writer,
	documentId: string,
	change: (doc: Y.Doc) => void,
): Promise<void> {
	const line = new RawLine({ origin, cookie, documentId });
	await line.say(frameOf(new Y.Doc(), change));
	await line.hears(MESSAGE.saved);
	line.leave();
}

function write(doc: Y.Doc, place: (typeof PLACES)[number]): void {
	const paragraph = new Y.XmlElement('paragraph');
	paragraph.insert(0, [new Y.XmlText(word(place))]);
	contentOf(doc).push([paragraph]);
}

function ask({ origin, cookie }: Writer, path: string, sent: RequestInit = {}): Promise<Response> {
	const headers = { cookie, origin, accept: 'application/json', 'content-type': 'application/json' };
	return fetch(origin + path, { ...sent, headers });
}

async function post(writer: Writer, path: string, body: object): Promise<number> {
	return (await ask(writer, path, { method: 'POST', body: JSON.stringify(body) })).status;
}
