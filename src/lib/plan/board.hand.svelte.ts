import { shownStatus, type ActionStatus } from './action.rules.ts';
import { columnBeside } from './board.rules.ts';
import { shortDate } from '#lib/ui/date-text.ts';
import { statusWords, statusWordsPlural } from '#lib/ui/status.ts';
import type { PlanLive } from './plan.live.svelte.ts';

/** Moving a card of the board, by mouse, menu or keyboard; each step is said. */
export class BoardHand {
	/** The card that is held, and the column it is over. */
	held = $state.raw<{ id: string; over: ActionStatus } | null>(null);
	readonly #live: PlanLive;

	constructor(live: PlanLive) {
		this.#live = live;
	}

	take(id: string): boolean {
		const status = this.#statusOf(id);
		if (status === null || this.#live.view.editor === null) return false;
		this.held = { id, over: status };
		this.#live.place({ action: id, field: 'status' });
		this.#live.say(
			`Action ${this.#number(id)} prise, dans «\u00a0${statusWordsPlural[status]}\u00a0». ` +
				'Flèches gauche et droite pour choisir une colonne, Espace pour poser, Échap pour renoncer.',
		);
		return true;
	}

	step(by: 1 | -1): void {
		if (this.held === null) return;
		const over = columnBeside(this.held.over, by);
		this.held = { ...this.held, over };
		this.#live.say(`Au-dessus de «\u00a0${statusWordsPlural[over]}\u00a0».`);
	}

	/** Puts the card down where it is. */
	drop(): void {
		const { held } = this;
		if (held === null) return;
		this.held = null;
		this.#live.place({ action: held.id });
		if (held.over === this.#statusOf(held.id)) this.#live.say('Posée où elle était.');
		else this.move(held.id, held.over);
	}

	cancel(): void {
		if (this.held === null) return;
		this.#live.place({ action: this.held.id });
		this.held = null;
		this.#live.say('Laissée où elle était.');
	}

	/** Writes the status, as one edit, and says what came of it. */
	move(id: string, status: ActionStatus): void {
		const { view } = this.#live;
		if (!view.editor?.setField({ id, field: 'status', value: status })) return;
		const action = view.row(id)?.action;
		const stays = action !== undefined && shownStatus(action, view.today) !== status;
		this.#live.say(
			stays && action.dueOn !== null
				? `Statut enregistré. L’action ${this.#number(id)} reste montrée en retard\u00a0: son échéance du ${shortDate(action.dueOn)} est passée.`
				: `Action ${this.#number(id)}\u00a0: ${statusWords[status].toLocaleLowerCase('fr')}.`,
		);
	}

	#statusOf(id: string): ActionStatus | null {
		const action = this.#live.view.row(id)?.action;
		return action === undefined ? null : shownStatus(action, this.#live.view.today);
	}

	#number(id: string): string {
		return this.#live.view.numbers.get(id) ?? '';
	}
}
