/** Answer to a change over a newer version of a record: both versions, so that somebody chooses for each field. */
export function recordConflict(
	{ current, savedBy, savedAt }: { current: unknown; savedBy: string; savedAt: Date },
	yours: unknown,
): Response {
	const problem = {
		type: 'about:blank',
		title: `${savedBy} a enregistré cette fiche entre-temps. Rien n’a été remplacé : choisissez pour chaque champ.`,
		status: 409,
		code: 'conflict',
		...{ yours, current, savedBy, savedAt },
	};
	return Response.json(problem, { status: 409, headers: { 'content-type': 'application/problem+json' } });
}
