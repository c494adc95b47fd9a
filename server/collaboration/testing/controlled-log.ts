import { MemoryLog } from '../adapters/memory-log.ts';
import type { AppendEntry, AppendOutcome, OpenedDocument } from '../ports.ts';

/** The memory log with a hand on the tap: appends and openings can be held, and made to fail. */
export class ControlledLog extends MemoryLog {
	readonly appends: number[] = [];
	opens = 0;
	failAppend: 'before' | 'after' | null = null;
	failOpen = false;
	#held: (() => void)[] | null = null;
	#openHeld: (() => void)[] | null = null;

	holdAppends(): void {
		this.#held ??= [];
	}

	releaseAppends(): void {
		const held = this.#held ?? [];
		this.#held = null;
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
		if (this.failAppend === 'before') throw new Error('disk full');
		const outcomes = await super.append(batch);
		if (this.failAppend === 'after') throw new Error('connection lost after commit');
		return outcomes;
	}

	override async open(documentId: string): Promise<OpenedDocument | null> {
		this.opens += 1;
		const held = this.#openHeld;
		if (held) await new Promise<void>((resolve) => held.push(resolve));
		if (this.failOpen) throw new Error('database away');
		return super.open(documentId);
	}
}
