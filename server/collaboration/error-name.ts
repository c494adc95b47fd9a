/**
 * The kind of an error, and the code that the database or the network gave (« Error 40P01 »): never its message, which may quote what was
 * being stored or an address.
 */
export function nameOf(error: unknown): string {
	if (!(error instanceof Error)) return typeof error;
	const { code } = (error.cause ?? error) as { code?: unknown };
	return typeof code === 'string' ? `${error.name} ${code}` : error.name;
}
