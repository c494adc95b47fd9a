import { MemoryLog } from '../adapters/memory-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { AppendEntry, AppendOutcome, LoggedUpdate, OpenedDocument } from '../ports/document-log.ts';

/** The memory log with a hand on the tap: appends and openings can be held, and made to fail. */
export class ControlledLog extends MemoryLog {
	readonly appends: number[] = [];
	opens = 0;
	failAppend: 'before' | 'after' | null = null;
	/** `truncated`: what is read ends in the middle. */
	failOpen: boolean | 'truncated' = false;
	/** Asked for each call, in milliseconds; on the clock it is given with. */
	delay: { clock: Clock; next: () => number } | null = null;
	failRead = false;
	#held: (() => void)[] | null = null;
	#answersHeld: (() => void)[] | null = null;
	#openHeld: (() => void)[] | null = null;

	holdAppends(): void {
		this.#held ??= [];
	}

	releaseAppends(): void {
		const held = this.#held ?? [];
		this.#held = null;
		for (const go of held) go();
	}

	/** Appends are stored, and answered only on release. */
	holdAnswers(): void {
		this.#answersHeld ??= [];
	}

	releaseAnswers(): void {
		const held = this.#answersHeld ?? [];
		this.#answersHeld = null;
		for (const go of held) go();
	}

	holdOpens(): void {
		this.#openHeld ??= [];
	}

	releaseOpens(): void {
		const held = this.#openHeld ?? [];
		this.#openHeld = null;
		for (const go of held) go();
	}

	override async append(batch: readonly AppendEntry[]): Promise<AppendOutcome[]> {
		this.appends.push(batch.length);
		const held = this.#held;
		if (held) await new Promise<void>((resolve) => held.push(resolve));
		await this.#wait();
		if (this.failAppend === 'before') throw new Error('disk full');
		const outcomes = await super.append(batch);
		const answers = this.#answersHeld;
		if (answers) await new Promise<void>((resolve) => answers.push(resolve));
		if (this.failAppend === 'after') throw new Error('connection lost after commit');
		return outcomes;
	}

	override async read(documentId: string, afterSeq: number): Promise<LoggedUpdate[]> {
		if (this.failRead) throw new Error('database away');
		return super.read(documentId, afterSeq);
	}

	override async open(documentId: string): Promise<OpenedDocument | null> {
		this.opens += 1;
		const held = this.#openHeld;
		if (held) await new Promise<void>((resolve) => held.push(resolve));
		await this.#wait();
		if (this.failOpen === true) throw new Error('database away');
		const opened = await super.open(documentId);
		if (this.failOpen === 'truncated') opened?.updates.splice(0, 1, new Uint8Array([1, 1, 5, 0, 4]));
		return opened;
	}

	async #wait(): Promise<void> {
		const { delay } = this;
		if (delay) await new Promise<void>((resolve) => delay.clock.setTimeout(resolve, delay.next()));
	}
}
