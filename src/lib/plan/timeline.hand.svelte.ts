import { addDays } from '#lib/ui/days.ts';
import type { PlanLive } from './plan.live.svelte.ts';
import { movedDates, type ActionDates, type BarPart } from './timeline.rules.ts';
import { datesInWords } from './timeline.words.ts';

/** What an action without dates is given when one takes it: from today, so many days. */
const FIRST_DAYS = 90;

/** Changing the dates of an action on the timeline, by mouse or by keyboard; written as one edit, each step said. */
export class TimelineHand {
	/** The bar that the keyboard holds, and where it is now. */
	held = $state.raw<{ id: string; dates: ActionDates } | null>(null);
	readonly #live: PlanLive;

	constructor(live: PlanLive) {
		this.#live = live;
	}

	take(id: string): boolean {
		const dates = this.#datesOf(id);
		if (dates === null || this.#live.view.editor === null) return false;
		const { today } = this.#live.view;
		const isBare = dates.startsOn === null && dates.dueOn === null;
		this.held = { id, dates: isBare ? { startsOn: today, dueOn: addDays(today, FIRST_DAYS) } : dates };
		this.#live.place({ action: id, field: 'dueOn' });
		this.#live.say(
			`Action ${this.#number(id)} prise, ${datesInWords(this.held.dates)}. Flèches gauche et droite pour la décaler ` +
				'd’une semaine, avec Maj l’échéance seule, avec Ctrl le début seul. Espace pour poser, Échap pour renoncer.',
		);
		return true;
	}

	step(part: BarPart, days: number): void {
		if (this.held === null) return;
		const dates = movedDates(this.held.dates, { part, days });
		this.held = { ...this.held, dates };
		this.#live.say(`${datesInWords(dates)}.`);
	}

	drop(): void {
		const { held } = this;
		this.held = null;
		if (held !== null) this.#write(held.id, held.dates);
	}

	cancel(): void {
		if (this.held === null) return;
		this.#live.place({ action: this.held.id });
		this.held = null;
		this.#live.say('Laissée à ses dates.');
	}

	/** Where a bar would stand after a move by the mouse, in words. */
	preview(id: string, move: { part: BarPart; days: number }): string {
		const dates = this.#datesOf(id);
		return dates === null ? '' : datesInWords(movedDates(dates, move));
	}

	/** A bar is let go by the mouse. */
	move(id: string, move: { part: BarPart; days: number }): void {
		const dates = this.#datesOf(id);
		if (dates !== null && move.days !== 0) this.#write(id, movedDates(dates, move));
	}

	#write(id: string, dates: ActionDates): void {
		this.#live.view.editor?.setDates({ id, ...dates });
		this.#live.place({ action: id });
		this.#live.say(`Action ${this.#number(id)}\u00a0: ${datesInWords(dates)}.`);
	}

	#datesOf(id: string): ActionDates | null {
		const action = this.#live.view.row(id)?.action;
		return action === undefined ? null : { startsOn: action.startsOn, dueOn: action.dueOn };
	}

	#number(id: string): string {
		return this.#live.view.numbers.get(id) ?? '';
	}
}
