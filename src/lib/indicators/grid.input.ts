import { z } from 'zod';
import { exact, line } from '#lib/text.input.ts';
import { cellFields, readCell, type HeldCell } from './grid.rules.ts';
import { findCatalogueIndicator } from './indicator.catalogue.ts';
import { valueInput, type ValueInput } from './indicator.input.ts';
import { isIndicatorCode, VALUE_STATES } from './indicator.rules.ts';
import { parsePeriod } from './period.rules.ts';

/** A value of a cell; `replaces` names the one that the person had before them. */
export interface CellEntry extends ValueInput {
	code: string;
}

const held = exact().transform((sent, context): HeldCell | null => {
	if (sent === '') return null;
	const [id = '', state, ...text] = sent.split('|');
	const known = VALUE_STATES.find((one) => one === state);
	if (z.uuid().safeParse(id).success && known !== undefined)
		return { id, state: known, text: text.join('|') };
	context.addIssue({ code: 'custom', message: 'Rechargez la page\u00a0: cette case a changé de forme.' });
	return z.NEVER;
});

const FIELD = /^([tsh]) (\S{1,8} \S{4,7})$/;

/** More fields than a grid has: a form that somebody made up. */
const MOST_FIELDS = 4_000;

/**
 * The grid as it is sent: three fields for each cell. What comes out are the cells that no longer say what they held. A value never
 * goes away: a cell that was emptied is refused.
 */
export const gridForm = z.record(exact(), exact().max(200)).transform((fields, context) => {
	const names = Object.keys(fields);
	const places = new Set(names.flatMap((name) => FIELD.exec(name)?.[2] ?? []));
	const entries: CellEntry[] = [];
	let isRefused = false;
	const refuse = (field: string, message: string): void => {
		isRefused = true;
		context.addIssue({ code: 'custom', path: field === '' ? [] : [field], message });
	};
	if (names.length > MOST_FIELDS || names.some((name) => !FIELD.test(name))) refuse('', '');
	else {
		for (const place of places) {
			const reading = readChange(place, fields);
			if (reading === null) continue;
			if (typeof reading === 'string') refuse(place, reading);
			else entries.push(reading);
		}
	}
	return isRefused ? z.NEVER : entries;
});

/** The entry that a cell asks for; null when it asks for nothing; else the sentence that refuses it. */
function readChange(place: string, fields: Readonly<Record<string, string>>): CellEntry | string | null {
	const [code = '', period = ''] = place.split(' ');
	const names = cellFields(place);
	const before = held.safeParse(fields[names.held] ?? '');
	const state = z.enum(VALUE_STATES).safeParse(fields[names.state] ?? before.data?.state ?? 'provisional');
	if (!before.success || !state.success || !isIndicatorCode(code) || parsePeriod(period) === null) {
		return 'Rechargez la page\u00a0: cette case a changé de forme.';
	}
	const text = (fields[names.text] ?? '').trim();
	if (before.data === null && text === '') return null;
	if (before.data !== null && text === before.data.text && state.data === before.data.state) return null;
	if (text === '')
		return 'Une valeur ne s’efface pas\u00a0: corrigez-la, l’ancienne reste dans l’historique.';
	const value = readCell(text, unitOf(code, text));
	if (!value.ok) return value.message;
	const replaces = before.data?.id ?? null;
	return { code, ...valueInput.parse({ period, value: value.value, state: state.data, replaces }) };
}

/** The unit decides how a cell is read; of an indicator of the committee's own, a word says that it is answered by yes or no. */
function unitOf(code: string, text: string): string {
	const catalogued = findCatalogueIndicator(code)?.definition.unit;
	if (catalogued !== undefined && catalogued !== '%') return catalogued;
	return /^\p{L}/u.test(text) ? 'oui/non' : '%';
}

/** What the import of a file asks to write, as its preview made it. */
export const importedValues = z
	.array(z.strictObject({ ...valueInput.shape, code: line().refine(isIndicatorCode) }))
	.min(1)
	.max(2_000);
