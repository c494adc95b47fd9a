const FORMAT = new Intl.DateTimeFormat('fr-FR', {
	day: 'numeric',
	month: 'short',
	hour: '2-digit',
	minute: '2-digit',
	timeZone: 'Europe/Paris',
});

/** « 22 nov., 10:40 »: when something was said of a text. */
export function instantInWords(instant: string): string {
	return FORMAT.format(new Date(instant));
}
