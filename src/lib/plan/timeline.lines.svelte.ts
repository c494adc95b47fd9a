import { lookup } from './lookup.ts';
import type { Group, PlanView, RowView } from './plan.view.svelte.ts';
import { windowOf } from './timeline.rules.ts';
import { LINE } from './timeline.scale.ts';

/** Height of what stands above the lines, in pixels. */
export const HEAD = 56;

/** A line of the timeline: the heading of a proposition, or an action. */
export type TimelineLine = { key: string; index: number } & (
	{ group: Group; row: null } | { group: null; row: RowView }
);

/** The lines of the timeline, those of them that are drawn, and the one that Tab reaches. */
export class TimelineLines {
	/** All are drawn, for paper. */
	printing = $state(false);
	/** The action that had the focus last. */
	stop = $state<string | null>(null);
	/** What is drawn follows these; the rest of scrolling draws nothing. */
	#scrolled = $state.raw({ first: 0, end: 40 });
	readonly #view: PlanView;

	readonly all = $derived.by((): TimelineLine[] =>
		this.#view.groups
			.filter((group) => group.rows.length > 0)
			.flatMap((group) => [
				{ key: `p${group.proposition.number}`, group, row: null },
				...group.rows.map((row) => ({ key: row.id, group: null, row })),
			])
			.map((line, index) => ({ ...line, index })),
	);
	/** The place of each line, by its key. */
	readonly places = $derived.by(() => lookup(this.all.map((line, index) => [line.key, index] as const)));
	readonly drawn = $derived.by(() => (this.printing ? { first: 0, end: this.all.length } : this.#scrolled));
	readonly tabStop = $derived.by(() =>
		this.places.has(this.stop ?? '') ? this.stop : (this.all.find((line) => line.row !== null)?.key ?? null),
	);
	/** The same objects as one scrolls; the line that has the focus stays in the page wherever one goes. */
	readonly shown = $derived.by(() => {
		const seen = this.all.slice(this.drawn.first, this.drawn.end);
		const kept = this.all[this.places.get(this.stop ?? '') ?? -1];
		return kept === undefined || seen.includes(kept) ? seen : [...seen, kept];
	});

	constructor(view: PlanView) {
		this.#view = view;
	}

	/** Draws what the zone shows now. */
	measure(zone: HTMLElement): void {
		const { scrollTop, clientHeight } = zone;
		const next = windowOf({
			top: scrollTop - HEAD,
			height: clientHeight,
			line: LINE,
			count: this.all.length,
		});
		if (next.first !== this.#scrolled.first || next.end !== this.#scrolled.end) this.#scrolled = next;
	}

	/** The action one line under or above; undefined at the ends. */
	beside(id: string, by: 1 | -1): string | undefined {
		const rows = this.all.filter((line) => line.row !== null);
		return rows[rows.findIndex((line) => line.key === id) + by]?.key;
	}
}

/** Scrolls a zone no more than it takes to show a line. */
export function showLine(zone: HTMLElement, index: number): void {
	const top = index * LINE;
	if (top < zone.scrollTop) zone.scrollTop = top - LINE;
	else if (top + HEAD + LINE > zone.scrollTop + zone.clientHeight) {
		zone.scrollTop = top + HEAD + 2 * LINE - zone.clientHeight;
	}
}
