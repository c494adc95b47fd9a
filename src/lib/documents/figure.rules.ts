/** A figure that a text shows: which one, and of what (an EPCI, a status, a proposition, a college); '' for the whole. */
export interface FigureName {
	key: string;
	of: string;
}

/** What a figure says now, or said when it was frozen. */
export interface FigureValue extends FigureName {
	/** « Population de la CC de la Vallée d'Ossau ». */
	label: string;
	/** As it is written in a line of text: « 9 741 », « moins de 5 ». */
	text: string;
	/** ISO day that it holds for. */
	on: string;
	source: string;
}

/** What stands in a text for a figure that is not there to be read. */
export const NO_FIGURE = '—';

/** Said of a figure that the reader may not see, or that is no more: the two are not told apart. */
export const NO_FIGURE_SENTENCE = 'Ce chiffre n’existe plus, ou ne vous est pas ouvert.';

/** Groups of people smaller than this are not counted in front of everybody. */
const SMALLEST_GROUP = 5;

const NAME = /^[\p{L}\p{N}][\p{L}\p{N}-]{0,59}$/u;

/** What a document says a figure is, brought back to a name that can be looked for. Never throws. */
export function soundFigure(attributes: { key?: unknown; of?: unknown }): FigureName {
	const name = (value: unknown): string => (typeof value === 'string' && NAME.test(value) ? value : '');
	return { key: name(attributes.key), of: name(attributes.of) };
}

/** One text for a name: what figures are found by. */
export function figureId({ key, of }: FigureName): string {
	return of === '' ? key : `${key}:${of}`;
}

/** A number in a line of French text. */
export function figureNumber(value: number): string {
	return new Intl.NumberFormat('fr-FR').format(value).replaceAll('\u202f', '\u00a0');
}

/** A number of people: a group that is too small is told as such. */
export function peopleNumber(value: number): string {
	return value > 0 && value < SMALLEST_GROUP ? `moins de ${SMALLEST_GROUP}` : figureNumber(value);
}
