import type ConflictDialog from './ConflictDialog.svelte';
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

/** What is asked of whoever wrote over a newer version. */
type Deciding = SaveRequest & { conflict: Conflicting };

export type SaveRefusal = { message: string; fields: Record<string, string> } | null;

const CANNOT_ASK =
	'Quelqu’un a modifié cette fiche pendant que vous écriviez, et le réseau ne répond plus pour vous montrer quoi. Votre saisie est toujours là\u00a0: réessayez.';

/** Sends what is written in a record; over a newer version it asks what to keep, and asks again if somebody saves meanwhile. */
export class RecordSaving {
	readonly #registry: string;
	readonly #saved: () => Promise<void>;
	readonly #tell: (message: string) => void;
	#deciding = $state.raw<Deciding | null>(null);
	#Dialog = $state.raw<typeof ConflictDialog | null>(null);

	constructor(
		registry: string,
		{ saved, tell }: { saved: () => Promise<void>; tell: (message: string) => void },
	) {
		this.#registry = registry;
		this.#saved = saved;
		this.#tell = tell;
	}

	/** What is being decided: who saved meanwhile, what was there before, what this person wrote. */
	get deciding(): Deciding | null {
		return this.#deciding;
	}

	/** What asks it: it comes with the first question. */
	get Dialog(): typeof ConflictDialog | null {
		return this.#Dialog;
	}

	/** @returns what was refused; null once it is saved or asked about */
	async save(request: SaveRequest): Promise<SaveRefusal> {
		if (Object.keys(request.changes).length === 0) {
			request.done();
			return null;
		}
		const answer = await changeRecord(this.#registry, request.target, request.changes);
		if (answer.outcome === 'refused') return answer;
		if (answer.outcome === 'conflict') return this.#ask({ ...request, conflict: answer });
		await this.#finish(request);
		return null;
	}

	/** On a line that has just been cut the question cannot be asked: what was written stays where it is. */
	async #ask(deciding: Deciding): Promise<SaveRefusal> {
		try {
			this.#Dialog ??= (await import('./ConflictDialog.svelte')).default;
		} catch {
			return { message: CANNOT_ASK, fields: {} };
		}
		this.#deciding = deciding;
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
