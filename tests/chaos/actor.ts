import * as Y from 'yjs';
import { DocumentSession } from '#lib/collaboration/document-session.ts';
import type { Access, AccessReason } from '#lib/collaboration/protocol.ts';
import { viewOf } from '#lib/collaboration/save-state.ts';
import { contentOf } from '#lib/documents/document.content.ts';
import { clientKeyOf } from './authorizer.ts';
import { Device } from './device.ts';
import { cookieSocket } from './cookie-socket.ts';
import { createRandom, seedOf, type Random } from './random.ts';
import { addParagraph, findToken, placesIn, textsOf, tokensIn } from './writing.ts';

export interface ActorOptions {
	name: string;
	seed: number;
	documentId: string;
	accountId: string;
	access: Access;
	/** Address of the actor's own link to the servers. */
	server: string;
}

/** One change of the document made by the actor, in the order made. */
export interface Edit {
	at: number;
	/** What it did to the actor's own tokens. */
	tokens: readonly (readonly [token: string, isThere: boolean])[];
}

/** What may be asked of the log about a token: it must be there, must not, or may or may not, since nobody was told. */
export type Expected = 'there' | 'absent' | 'unknown';

/** How long a newer page waits before it tries another process. */
const AGAIN_MS = 300;

/** Edits of the actor's own kind, which undo may take back; others are never undone. */
const OWN = Symbol('own');

/** A person with a page open: writes, and remembers what the page said was « Enregistré ». */
export class Actor {
	readonly name: string;
	readonly options: ActorOptions;
	readonly edits: Edit[] = [];
	/** How many edits, from the first, the page has said to be durable. */
	acknowledged = 0;
	session: DocumentSession;
	readonly #random: Random;
	readonly #device = new Device();
	#undo: Y.UndoManager;
	/** Version of the code of the page: a reload brings the newest. */
	#schema = 1;
	#tokens = 0;
	/** Whether the page knows again of the edits of an earlier visit. */
	#restored = true;

	constructor(options: ActorOptions) {
		this.name = options.name;
		this.options = options;
		this.#random = createRandom(seedOf(options.seed, options.name));
		this.session = this.#open();
		this.#undo = this.#createUndo();
	}

	get pending(): number {
		return this.edits.length - this.acknowledged;
	}

	get isSettled(): boolean {
		if (this.options.access === 'read') return this.session.save.connection === 'open';
		return this.pending === 0 && viewOf(this.session.save, Date.now()).kind === 'saved';
	}

	/** Makes one edit, chosen by the actor's own generator. */
	act(): void {
		const before = this.#ownTokens();
		const count = this.edits.length;
		this.#edit(before);
		const edit = this.edits.at(-1);
		if (this.edits.length === count || !edit) return;
		const after = this.#ownTokens();
		const added = [...after].filter((token) => !before.has(token)).map((token) => [token, true] as const);
		const gone = [...before].filter((token) => !after.has(token)).map((token) => [token, false] as const);
		this.edits[this.edits.length - 1] = { ...edit, tokens: [...added, ...gone] };
	}

	/** Closes the page and opens it again, on the same device or, when everything is saved, on another. */
	reload(onOtherDevice: boolean): void {
		this.session.close();
		this.#undo.destroy();
		if (onOtherDevice && this.pending === 0) this.#device.clear();
		this.#restored = this.pending === 0;
		this.session = this.#open();
		this.#undo = this.#createUndo();
	}

	/** What the log must hold of the actor's tokens, by what the page has said. */
	expectations(): Record<string, Expected> {
		const expected: Record<string, Expected> = {};
		this.edits.forEach(({ tokens }, index) => {
			for (const [token, isThere] of tokens) {
				expected[token] = index >= this.acknowledged ? 'unknown' : isThere ? 'there' : 'absent';
			}
		});
		return expected;
	}

	/** Tokens of others that this page shows. */
	seen(): string[] {
		return tokensIn(this.session.doc).filter((token) => !this.#isOwn(token));
	}

	close(): void {
		this.#undo.destroy();
		this.session.close();
	}

	#open(): DocumentSession {
		const { documentId, access, server, accountId } = this.options;
		const session = new DocumentSession({
			documentId,
			clientKey: clientKeyOf(accountId),
			access,
			server,
			openLocalCopy: this.#device.open,
			socket: cookieSocket(accountId, this.#schema),
			onAccess: ({ reason }) => this.#told(session, reason),
			onChange: () => this.#changed(session),
		});
		session.doc.on(
			'update',
			(_update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) => {
				if (local) this.edits.push({ at: Date.now(), tokens: [] });
			},
		);
		return session;
	}

	#createUndo(): Y.UndoManager {
		const scope = contentOf(this.session.doc);
		return new Y.UndoManager(scope, { trackedOrigins: new Set([OWN]), captureTimeout: 0 });
	}

	/** The page's word is what counts: « Enregistré », or how many edits wait. */
	#changed(session: DocumentSession): void {
		if (session !== this.session || this.options.access === 'read') return;
		const said = viewOf(session.save, Date.now()).kind === 'saved' ? 0 : session.pending;
		if (said >= this.pending) this.#restored = true;
		if (this.#restored) this.acknowledged = Math.max(this.acknowledged, this.edits.length - said);
	}

	/** An older page reads and is asked to reload; a newer one, on a process not yet replaced, comes back until it finds another. */
	#told(session: DocumentSession, reason: AccessReason): void {
		if (session !== this.session) return;
		if (reason === 'schema-older') {
			this.#schema += 1;
			this.reload(false);
		} else if (reason === 'schema-newer') {
			setTimeout(() => session === this.session && session.retry(), AGAIN_MS);
		}
	}

	#edit(own: ReadonlySet<string>): void {
		const { doc } = this.session;
		const texts = textsOf(doc);
		const dice = this.#random.next();
		if (texts.length === 0 || this.options.access === 'read') return;
		if (dice < 0.5) return this.#insert(this.#random.pick(texts));
		if (dice < 0.56) {
			const content = contentOf(doc);
			const at = this.#random.below(content.length + 1);
			return doc.transact(() => addParagraph(content, at, this.#newToken()));
		}
		if (dice < 0.7 && own.size > 0) return this.#delete(this.#random.pick([...own]));
		if (dice < 0.82) return this.#format(texts);
		if (dice < 0.9)
			return void doc.getMap('actions').set(`champ${this.#random.below(5)}`, this.#random.below(1e6));
		if (this.#undo.canUndo()) this.#undo.undo();
		else this.#insert(this.#random.pick(texts));
	}

	#insert(text: Y.XmlText): void {
		const at = this.#random.pick(placesIn(text));
		this.session.doc.transact(() => text.insert(at, this.#newToken()), OWN);
	}

	#delete(token: string): void {
		const place = findToken(this.session.doc, token);
		if (place) this.session.doc.transact(() => place.text.delete(place.index, token.length), OWN);
	}

	#format(texts: readonly Y.XmlText[]): void {
		const text = this.#random.pick(texts);
		const [from = 0, to = 0] = [this.#random.pick(placesIn(text)), this.#random.pick(placesIn(text))].sort(
			(a, b) => a - b,
		);
		if (from === to) return this.#insert(text);
		const marks = this.#random.pick([{ bold: true }, { bold: null }, { italic: true }]);
		this.session.doc.transact(() => text.format(from, to - from, marks), OWN);
	}

	#newToken(): string {
		this.#tokens += 1;
		return `⟦${this.name}-${String(this.#tokens).padStart(6, '0')}⟧`;
	}

	#isOwn(token: string): boolean {
		return token.startsWith(`⟦${this.name}-`);
	}

	#ownTokens(): Set<string> {
		return new Set(tokensIn(this.session.doc).filter((token) => this.#isOwn(token)));
	}
}
