import { heldText, placeOf, readCell, typedValue, type CellDraft, type PastedCell } from './grid.rules.ts';
import { looksMistyped, type ValueState } from './indicator.rules.ts';
import type { EntryGrid, GridRow, ValueConflict } from './indicator.view.ts';

/** What a refused form gives back. */
export interface GridRefusal {
	typed: Readonly<Record<string, string>>;
	fields: Readonly<Record<string, string>>;
	conflicts: readonly ValueConflict[];
}

interface Held {
	id: string;
	state: ValueState;
	text: string;
	value: number;
}

/** The cells of a grid while somebody fills them: what they hold on the server, and what they say here. */
export class EntryGridState {
	readonly grid: EntryGrid;
	/** Values written meanwhile by somebody else, until one is chosen. */
	conflicts = $state<readonly ValueConflict[]>([]);
	/** The cell that has, or had last, the focus. */
	at = $state({ row: 0, column: 0 });
	#drafts = $state<Record<string, CellDraft>>({});
	#held = $state<Record<string, Held | null>>({});
	#refused = $state<Record<string, string>>({});

	constructor(grid: EntryGrid, refusal: GridRefusal | null) {
		this.grid = grid;
		for (const row of grid.rows) {
			for (const [column, period] of grid.periods.entries()) {
				const place = placeOf(row.code, period.key);
				const value = row.cells[column] ?? null;
				const held =
					value === null
						? null
						: {
								id: value.id,
								state: value.state,
								value: value.value,
								text: typedValue(value.value, row.unit),
							};
				this.#held[place] = held;
				this.#drafts[place] = {
					text: refusal?.typed[`t ${place}`] ?? held?.text ?? '',
					state: asState(refusal?.typed[`s ${place}`]) ?? held?.state ?? 'provisional',
				};
			}
		}
		// The last period that has ended: what is most often entered.
		this.at = { row: 0, column: Math.max(0, grid.periods.length - 2) };
		this.#refused = { ...refusal?.fields };
		this.conflicts = refusal?.conflicts ?? [];
	}

	draft(code: string, period: string): CellDraft {
		return this.#drafts[placeOf(code, period)] ?? { text: '', state: 'provisional' };
	}

	/** What the form says that the cell held. */
	heldText(code: string, period: string): string {
		const held = this.#held[placeOf(code, period)] ?? null;
		return held === null ? '' : heldText(held);
	}

	isChanged(code: string, period: string): boolean {
		const held = this.#held[placeOf(code, period)] ?? null;
		const { text, state } = this.draft(code, period);
		if (held === null) return text.trim() !== '';
		return text.trim() !== held.text || state !== held.state;
	}

	/** Cells that would be written. */
	get changes(): number {
		const { rows, periods } = this.grid;
		return rows.reduce(
			(sum, { code }) => sum + periods.filter(({ key }) => this.isChanged(code, key)).length,
			0,
		);
	}

	/** Why a cell cannot be written as it is; null when it can. */
	faultOf(row: GridRow, period: string): string | null {
		const place = placeOf(row.code, period);
		const refused = this.#refused[place];
		if (refused !== undefined) return refused;
		const { text } = this.draft(row.code, period);
		if (!this.isChanged(row.code, period)) return null;
		if (text.trim() === '')
			return 'Une valeur ne s’efface pas\u00a0: corrigez-la, l’ancienne reste dans l’historique.';
		const reading = readCell(text, row.unit);
		return reading.ok ? null : reading.message;
	}

	/** Whether what is typed is ten times the value before it, or a tenth. */
	isFar(row: GridRow, period: string): boolean {
		const reading = readCell(this.draft(row.code, period).text, row.unit);
		if (!reading.ok || !this.isChanged(row.code, period)) return false;
		return looksMistyped(reading.value, this.valueBefore(row, period));
	}

	/** The value held by the last period before this one that has some. */
	valueBefore(row: GridRow, period: string): number | null {
		const column = this.grid.periods.findIndex(({ key }) => key === period);
		return row.cells.slice(0, Math.max(0, column)).findLast((cell) => cell !== null)?.value ?? row.before;
	}

	type(code: string, period: string, text: string): void {
		const place = placeOf(code, period);
		this.#drafts[place] = { ...this.draft(code, period), text };
		delete this.#refused[place];
	}

	setState(code: string, period: string, state: ValueState): void {
		this.#drafts[placeOf(code, period)] = { ...this.draft(code, period), state };
	}

	/** Puts back what the cell held. */
	reset(code: string, period: string): void {
		const place = placeOf(code, period);
		const held = this.#held[place] ?? null;
		this.#drafts[place] = { text: held?.text ?? '', state: held?.state ?? 'provisional' };
		delete this.#refused[place];
	}

	/** Marks each cell of a period that says something as validated. */
	validateColumn(period: string): void {
		for (const { code } of this.grid.rows) {
			if (this.draft(code, period).text.trim() !== '') this.setState(code, period, 'validated');
		}
	}

	paste(cells: readonly PastedCell[]): void {
		for (const { code, period, after } of cells) this.type(code, period, after);
	}

	/** Settles a cell that somebody else wrote meanwhile: with theirs, or with what was typed here, which then corrects theirs. */
	settle({ code, period, current }: ValueConflict, keeps: 'theirs' | 'mine'): void {
		const unit = this.grid.rows.find((row) => row.code === code)?.unit ?? '';
		const { id, state, value } = current;
		this.#held[placeOf(code, period)] = { id, state, value, text: typedValue(value, unit) };
		if (keeps === 'theirs') this.reset(code, period);
		this.conflicts = this.conflicts.filter((one) => one.code !== code || one.period !== period);
	}
}

const asState = (text: string | undefined): ValueState | null =>
	text === 'provisional' || text === 'validated' ? text : null;
