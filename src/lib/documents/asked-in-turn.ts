/** Asks one question at a time; asked again meanwhile, once more. @returns what asks, and resolves when what is known now is here */
export function askedInTurn(ask: () => Promise<void>): () => Promise<void> {
	let asking: Promise<void> | null = null;
	let again = false;
	const run = async (): Promise<void> => {
		while (again) {
			again = false;
			await ask();
		}
	};
	return () => {
		again = true;
		asking ??= run().finally(() => (asking = null));
		return asking;
	};
}
