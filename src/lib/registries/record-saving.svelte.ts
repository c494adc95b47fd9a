import type { Names } from './field.rules.ts';
import { changeRecord, type Conflicting } from './record-requests.ts';

/** Fields that somebody wrote over a version of a record. */
export interface SaveRequest {
	target: { id: string; version: number };
	/** What was there when they began. */
	before: Readonly<Record<string, unknown>>;
	changes: Record<string, unknown>;
	names: Names;
	/** Closes what they wrote in. */
	done: () => void;
}

export type SaveRefusal = { message: string; fields: Record<string, string> } | null;

/** Sends what is written in a record; over a newer version it asks what to keep, and asks again if somebody saves meanwhile. */
export class RecordSaving {
	readonly #registry: string;
	readonly #saved: () => Promise<void>;
	readonly #tell: (message: string) => void;
	#deciding = $state.raw<(SaveRequest & { conflict: Conflicting }) | null>(null);

	constructor(
		registry: string,
		{ saved, tell }: { saved: () => Promise<void>; tell: (message: string) => void },
	) {
		this.#registry = registry;
		this.#saved = saved;
		this.#tell = tell;
	}

	/** What is being decided: who saved meanwhile, what was there before, what this person wrote. */
	get deciding(): (SaveRequest & { conflict: Conflicting }) | null {
		return this.#deciding;
	}

	/** @returns what was refused; null once it is saved or asked about */
	async save(request: SaveRequest): Promise<SaveRefusal> {
		if (Object.keys(request.changes).length === 0) {
			request.done();
			return null;
		}
		const answer = await changeRecord(this.#registry, request.target, request.changes);
		if (answer.outcome === 'refused') return answer;
		if (answer.outcome === 'conflict') this.#deciding = { ...request, conflict: answer };
		else await this.#finish(request);
		return null;
	}

	async choose(changes: Record<string, unknown>): Promise<void> {
		const deciding = this.#deciding;
		if (deciding === null) return;
		this.#deciding = null;
		if (Object.keys(changes).length === 0) return this.#finish(deciding);
		const { id, version = 0 } = deciding.conflict.current;
		// Somebody may have saved once more: the question is then asked again, over what they saved.
		const answer = await changeRecord(this.#registry, { id, version }, changes);
		if (answer.outcome === 'saved') return this.#finish(deciding);
		if (answer.outcome === 'conflict') this.#deciding = { ...deciding, conflict: answer };
		else this.#tell(answer.message);
	}

	goBack(): void {
		this.#deciding = null;
	}

	async #finish({ done }: SaveRequest): Promise<void> {
		done();
		await this.#saved();
	}
}
