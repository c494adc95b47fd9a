import type { DocumentSession } from './document-session.ts';
import { keepPage } from './kept-page.ts';
import type { LineFacts } from './line-report.ts';
import { followNetwork } from './network.ts';
import type { PersonPresent, PlaceAnnouncer } from './presence.ts';
import type { Access, AccessReason, PresencePlace, QuarantinedMessage, SizeMessage } from './protocol.ts';
import { rememberedTransport, rememberTransport } from './transport-memory.ts';
import {
	initialSaveState,
	keptSentence,
	nextViewChange,
	pendingEdits,
	viewOf,
	type SaveState,
} from './save-state.ts';

/** Presence is looked at again at most this often: forty carets moving must not redraw a page forty times. */
const PRESENCE_MS = 200;

export type LiveDocumentOptions = {
	documentId: string;
	accountId: string;
	clientKey: string;
	/** As the page data say. */
	access: Access;
};

/**
 * A document opened by a page, through changes of access: each is a new session with a new Y.Doc, so show what depends on
 * `session` inside `{#key live.session}`. The session itself is not reactive; `save`, `people`, `closed`, `access` are.
 */
export class LiveDocument {
	readonly documentId: string;
	readonly accountId: string;
	readonly #clientKey: string;
	/** Null before `open`, and while the code or the content is on its way. */
	session = $state.raw<DocumentSession | null>(null);
	access = $state.raw<Access>('read');
	/** Why `access` is what it is: `schema-older` asks for a reload. */
	accessReason = $state.raw<AccessReason>('rights');
	saveState = $state.raw<SaveState>(initialSaveState('read'));
	/** The close code after which the page does not connect again by itself; `ConnectionNotice` says why. */
	closed = $state.raw<number | null>(null);
	/** How large the document is, once that concerns its authors. */
	size = $state.raw<SizeMessage | null>(null);
	/** Counts what has been set aside of one's edits since the page was opened: what shows them reads them again. */
	setAside = $state.raw(0);
	/** Counts the times when comments may have changed: what shows them asks for them again. */
	comments = $state.raw(0);
	/** Counts how often figures of the space have changed since. */
	figures = $state.raw(0);
	/** Everybody else here. */
	people = $state.raw<PersonPresent[]>([]);
	/** A copy that an older page wrote is shown, to be read only, until there is a network to hand it over. */
	showsHeld = $state.raw(false);
	/** How the page talks to the server; null before it does. */
	report = $state.raw<LineFacts | null>(null);
	#clock = $state.raw(Date.now());

	readonly view = $derived(viewOf(this.saveState, this.#clock));
	readonly pending = $derived(pendingEdits(this.saveState));
	readonly offlineSince = $derived(this.saveState.offlineSince);

	#opening = 0;
	/** The session from its making; `session` is the same once it has something to show. */
	#current: DocumentSession | null = null;
	#place: PlaceAnnouncer | null = null;
	#lastAside: QuarantinedMessage | null = null;
	#startingAnew = false;
	#stopWaiting: () => void = () => {};
	#clockTimer: ReturnType<typeof setTimeout> | undefined;
	#presenceTimer: ReturnType<typeof setTimeout> | undefined;

	constructor(options: LiveDocumentOptions) {
		this.documentId = options.documentId;
		this.accountId = options.accountId;
		this.#clientKey = options.clientKey;
		this.access = options.access;
		this.saveState = initialSaveState(options.access);
	}

	/** Call in `onMount`; the code of co-editing is loaded here, after the page is readable. @returns what undoes it */
	open(): () => void {
		const warn = (event: BeforeUnloadEvent): void => {
			if (this.pending > 0) event.preventDefault();
		};
		window.addEventListener('beforeunload', warn);
		void this.#start(this.access, 'rights');
		keepPage(location.pathname);
		return () => {
			window.removeEventListener('beforeunload', warn);
			this.#opening += 1;
			this.#end();
		};
	}

	/** Tries to connect again, whatever the reason of the close. */
	retry(): void {
		if (this.showsHeld) void this.#startOver();
		else this.#current?.retry();
	}

	/** Says to the others where one is; throttled. */
	say(place: PresencePlace | null): void {
		this.#place?.say(place);
	}

	/** « Vos 3 dernières modifications sont gardées sur cet appareil. », or null when nothing waits. */
	get kept(): string | null {
		return this.saveState.kept ? keptSentence(this.pending) : null;
	}

	/** @param insists also tries what needs a network where there seems to be none */
	async #start(access: Access, reason: AccessReason, insists = false): Promise<void> {
		const opening = ++this.#opening;
		const [{ DocumentSession }, { localCopyName, openLocalCopy }, { PlaceAnnouncer }] = await Promise.all([
			import('./document-session.ts'),
			import('./local-copy.ts'),
			import('./presence.ts'),
		]);
		if (opening !== this.#opening) return;
		const name = localCopyName(this.accountId, this.documentId, access);
		const copy = access === 'read' ? 'free' : await this.#claim(name, insists);
		if (opening !== this.#opening) return;
		this.#end();
		this.access = copy === 'alone' ? 'read' : access;
		this.accessReason = reason;
		if (copy === 'alone') this.#awaitNetwork();
		const session = new DocumentSession({
			documentId: this.documentId,
			accountId: this.accountId,
			clientKey: this.#clientKey,
			access: this.access,
			alone: copy === 'alone',
			server: location.origin.replace(/^http/, 'ws'),
			transport: rememberedTransport(),
			// A page too old to understand the content must not keep its own reading of it.
			openLocalCopy: reason === 'rights' && copy !== 'held' ? (doc) => openLocalCopy(name, doc) : null,
			onChange: () => this.#changed(session),
			onAccess: (change) => {
				if (change.access !== this.access || change.reason !== this.accessReason) {
					void this.#start(change.access, change.reason);
				}
			},
		});
		this.#current = session;
		this.#place = new PlaceAnnouncer(session.awareness);
		session.awareness.on('change', () => this.#presenceChanged(session));
		await session.ready;
		if (opening === this.#opening) this.session = session;
	}

	#changed(session: DocumentSession): void {
		this.saveState = session.save;
		this.closed = session.closed;
		this.size = session.size;
		this.report = session.report;
		this.comments = session.comments;
		this.figures = session.figures;
		rememberTransport(session.report.transport);
		this.#lookAside(session);
		const now = Date.now();
		this.#clock = now;
		clearTimeout(this.#clockTimer);
		const at = nextViewChange(session.save, now);
		if (at !== null) this.#clockTimer = setTimeout(() => (this.#clock = Date.now()), at - now + 1);
	}

	/**
	 * Edits of a page that was too old are not merged by themselves: their author decides, once the server has them. Without a network they
	 * are shown, `alone`, and wait. @returns what may be done with the copy of this name; nothing while it is `held`
	 */
	async #claim(name: string, insists: boolean): Promise<'free' | 'held' | 'alone'> {
		const { heldVersion } = await import('./local-copy.ts');
		const schemaVersion = await heldVersion(name);
		if (schemaVersion === null) return 'free';
		if (!insists && !navigator.onLine) return 'alone';
		const { handOverHeldCopy } = await import('./held-copy.ts');
		const { documentId } = this;
		const server = location.origin.replace(/^http/, 'ws');
		if (await handOverHeldCopy({ name, documentId, server, schemaVersion })) return 'free';
		return navigator.onLine ? 'held' : 'alone';
	}

	#awaitNetwork(): void {
		this.showsHeld = true;
		this.#stopWaiting = followNetwork({ offline: () => {}, online: () => void this.#startOver() });
	}

	/** The copy shown is handed over first: it is closed, so that it can go. */
	async #startOver(): Promise<void> {
		this.#end();
		this.access = 'write';
		this.saveState = initialSaveState('write');
		await this.#start('write', 'rights', true);
	}

	/**
	 * The server has set a removal aside: this page's document lacks what others still have, and so does the copy on the device. Once
	 * all that it added is saved, both are made anew from the server.
	 */
	#lookAside(session: DocumentSession): void {
		const { quarantined } = session;
		if (quarantined === null || session !== this.#current) return;
		if (quarantined !== this.#lastAside) this.setAside += 1;
		this.#lastAside = quarantined;
		if (quarantined.reason !== 'mass-removal' || session.pending > 0 || this.#startingAnew) return;
		this.#startingAnew = true;
		void this.#startAnew().finally(() => (this.#startingAnew = false));
	}

	async #startAnew(): Promise<void> {
		const opening = this.#opening;
		const [{ localCopyName }, { deleteCopy }] = await Promise.all([
			import('./local-copy.ts'),
			import('./device-copies.ts'),
		]);
		if (opening !== this.#opening) return;
		this.#end();
		await deleteCopy(localCopyName(this.accountId, this.documentId, 'write'));
		// A deletion may last: whoever has left meanwhile must not be present again.
		if (opening === this.#opening) await this.#start('write', 'rights');
	}

	#presenceChanged(session: DocumentSession): void {
		if (this.#presenceTimer !== undefined) return;
		this.#presenceTimer = setTimeout(() => {
			this.#presenceTimer = undefined;
			this.people = session.people.others;
		}, PRESENCE_MS);
	}

	#end(): void {
		clearTimeout(this.#clockTimer);
		clearTimeout(this.#presenceTimer);
		this.#presenceTimer = undefined;
		this.#place?.stop();
		this.#stopWaiting();
		this.showsHeld = false;
		const ended = this.#current;
		this.#current = null;
		this.session = null;
		this.people = [];
		ended?.close();
	}
}
