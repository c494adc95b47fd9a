/** Tells the server that one follows an action, or no longer. @returns whether it was told */
export async function follow(base: string, asked: { actionId: string; follows: boolean }): Promise<boolean> {
	const response = await fetch(`${base}/suivre`, {
		method: 'POST',
		headers: { accept: 'application/json', 'content-type': 'application/json' },
		body: JSON.stringify(asked),
	}).catch(() => null);
	return response?.ok === true;
}
