/** How somebody came to read a record. */
export const READING_WAYS = ['open', 'import', 'conflict', 'search', 'export', 'list', 'protection'] as const;
export type ReadingWay = (typeof READING_WAYS)[number];

export const READING_LABEL: Readonly<Record<ReadingWay, string>> = {
	open: 'fiche ouverte',
	import: 'fiche comparée à un fichier importé',
	conflict: 'fiche relue après une modification simultanée',
	search: 'parmi les réponses d’une recherche par nom',
	export: 'dans une liste exportée',
	list: 'dans la liste d’une commune',
	protection: 'données de la personne rassemblées',
};

/** One or several readings of a record by one person, one day, in one way. */
export interface RecordReading {
	/** The latest of them. */
	at: Date;
	/** Null for an account that is no longer there. */
	name: string | null;
	way: ReadingWay;
	times: number;
}

/** Readings as they were, the latest first, those of one person, one day and one way on one line. */
export function foldReadings(
	readings: readonly Omit<RecordReading, 'times'>[],
	dayOf: (at: Date) => string,
): RecordReading[] {
	const lines = new Map<string, RecordReading>();
	for (const reading of readings.toSorted((one, other) => other.at.getTime() - one.at.getTime())) {
		const key = JSON.stringify([dayOf(reading.at), reading.name, reading.way]);
		const line = lines.get(key);
		if (line === undefined) lines.set(key, { ...reading, times: 1 });
		else line.times += 1;
	}
	return [...lines.values()];
}
