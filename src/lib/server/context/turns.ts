/**
 * Work that must not overlap with other work of the same name in this process; see `Context.inTurn`. Nothing may be right only because of it: with
 * several processes as many pieces of work overlap. What must be exact is decided under locks of the database; turns keep honest crowds
 * from looking like attacks, as long as there are fewer processes than free attempts (5 for one account).
 */
export type InTurn = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;

/** Runs pieces of work of one name one after another, in the order they came; names do not wait for each other. */
export function createTurns(): InTurn {
	const lasts = new Map<string, Promise<unknown>>();
	return (name, work) => {
		const turn = (lasts.get(name) ?? Promise.resolve()).then(work, work);
		lasts.set(name, turn);
		const leave = (): void => {
			if (lasts.get(name) === turn) lasts.delete(name);
		};
		turn.then(leave, leave);
		return turn;
	};
}
