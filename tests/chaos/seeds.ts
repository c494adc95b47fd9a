/** Seeds that once showed a fault of ours, run again at every turn, each with what it showed. */
export const NAMED_SEEDS: readonly { seed: number; showed: string }[] = [
	{
		seed: 1,
		showed:
			'a process that ended when Postgres died: by a question of the driver nobody awaited, then by a rollback on a connection already gone',
	},
];
