import type { Quarantine, QuarantineEntry } from '../ports/quarantine.ts';

/** What was set aside, in memory, with a hand on it. */
export class MemoryQuarantine implements Quarantine {
	readonly entries: QuarantineEntry[] = [];
	state: 'open' | 'full' | 'away' = 'open';
	#held: (() => void)[] | null = null;

	hold(): void {
		this.#held ??= [];
	}

	release(): void {
		const held = this.#held ?? [];
		this.#held = null;
		for (const go of held) go();
	}

	async keep(entry: QuarantineEntry): Promise<'kept' | 'full'> {
		const held = this.#held;
		if (held) await new Promise<void>((resolve) => held.push(resolve));
		if (this.state === 'away') throw new Error('database away');
		if (this.state === 'full') return 'full';
		this.entries.push({ ...entry, bytes: entry.bytes.slice() });
		return 'kept';
	}
}
