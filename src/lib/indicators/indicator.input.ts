import { z } from 'zod';
import { line, lines } from '#lib/text.input.ts';
import { COMPUTATIONS } from './computation.rules.ts';
import { parseDateText } from '#lib/ui/date-text.ts';
import { parseNumberText } from '#lib/ui/number-text.ts';
import {
	DIRECTIONS,
	LARGEST_VALUE,
	type MOST_TARGETS,
	VALUE_STATES,
	type Definition,
	type Target,
} from './indicator.rules.ts';
import { FREQUENCIES, parsePeriod } from './period.rules.ts';

/** Longest texts: a source is a body's name, a comment a few lines. */
const SOURCE_LONGEST = 200;
export const COMMENT_LONGEST = 1_000;
export const NAME_LONGEST = 160;
const FORMULA_LONGEST = 600;
const UNIT_LONGEST = 40;

const TOO_LONG = (limit: number): string => `Gardez au plus ${limit} caractères.`;
const required = (limit: number, missing: string) => line().min(1, missing).max(limit, TOO_LONG(limit));
const requiredLines = (limit: number, missing: string) => lines().min(1, missing).max(limit, TOO_LONG(limit));

const period = line().refine(
	(key) => parsePeriod(key) !== null,
	'Écrivez une période\u00a0: 2026-11, 2026-T4, 2026-S2 ou 2026.',
);
const number = z
	.number('Écrivez un nombre.')
	.min(-LARGEST_VALUE, 'Ce nombre est trop grand.')
	.max(LARGEST_VALUE, 'Ce nombre est trop grand.');

/** A number as people type it: « 1 640 », « 63,5 ». */
const typedNumber = line().transform((typed, context) => {
	const parsed = parseNumberText(typed);
	const sound = parsed.ok ? number.safeParse(parsed.value) : null;
	if (parsed.ok && sound?.success === true) return sound.data;
	context.addIssue({
		code: 'custom',
		message: parsed.ok ? 'Ce nombre est trop grand.' : parsed.message,
	});
	return z.NEVER;
});

const rest = {
	period,
	state: z.enum(VALUE_STATES, 'Choisissez provisoire ou validée.').default('provisional'),
	source: line().max(SOURCE_LONGEST, TOO_LONG(SOURCE_LONGEST)).default(''),
	comment: lines().max(COMMENT_LONGEST, TOO_LONG(COMMENT_LONGEST)).default(''),
};

/** A value as a program sends it. `replaces` names the value that it corrects. */
export const valueInput = z.strictObject({
	...rest,
	value: number,
	replaces: z.uuid().nullable().default(null),
});
export type ValueInput = z.output<typeof valueInput>;

/** The same as a form sends it. */
export const valueForm = z.strictObject({
	...rest,
	value: typedNumber,
	replaces: z.union([z.uuid(), z.literal('').transform(() => null)]).default(null),
	/** The view of the list to come back to. */
	back: line().max(100).default(''),
});

export const valueTarget = z.strictObject({ valueId: z.uuid() });

export const objectionInput = z.strictObject({
	valueId: z.uuid(),
	reason: requiredLines(COMMENT_LONGEST, 'Dites pourquoi cette valeur ne vous paraît pas juste.'),
});
export const answerInput = z.strictObject({
	objectionId: z.uuid(),
	answer: requiredLines(COMMENT_LONGEST, 'Écrivez la réponse.'),
});

const day = line().transform((typed, context) => {
	const parsed = parseDateText(typed);
	if (parsed.ok) return parsed.iso;
	context.addIssue({ code: 'custom', message: parsed.message });
	return z.NEVER;
});
const percent = z.coerce
	.number('Écrivez un nombre entier, de 0 à 100.')
	.int('Écrivez un nombre entier, de 0 à 100.')
	.min(0, 'Écrivez un nombre entier, de 0 à 100.')
	.max(100, 'Écrivez un nombre entier, de 0 à 100.');

/** A date and a value that are written together or not at all. */
const point = (on: string, value: string): Target | null | 'half' => {
	if (on.trim() === '' && value.trim() === '') return null;
	const parsed = { on: day.safeParse(on), value: typedNumber.safeParse(value) };
	if (!parsed.on.success || !parsed.value.success) return 'half';
	return { on: parsed.on.data, value: parsed.value.data };
};

const typed = line().max(40, TOO_LONG(40)).default('');
/** One pair for each of `MOST_TARGETS`. */
const targetFields = {
	...{ targetOn1: typed, targetValue1: typed, targetOn2: typed, targetValue2: typed },
	...{ targetOn3: typed, targetValue3: typed, targetOn4: typed, targetValue4: typed },
	...{ targetOn5: typed, targetValue5: typed, targetOn6: typed, targetValue6: typed },
};
const TARGET_PLACES = [1, 2, 3, 4, 5, 6] as const satisfies { length: typeof MOST_TARGETS };

/** The form of a definition. `basedOn` is the version it was opened on; empty for a new indicator. */
export const definitionForm = z
	.strictObject({
		...targetFields,
		name: required(NAME_LONGEST, 'Donnez un nom à l’indicateur.'),
		proposition: z.coerce.number().int().min(1).max(10),
		unit: required(UNIT_LONGEST, 'Indiquez l’unité, par exemple «\u00a0%\u00a0» ou «\u00a0nombre\u00a0».'),
		direction: z.enum(DIRECTIONS, 'Choisissez un sens.'),
		formula: requiredLines(FORMULA_LONGEST, 'Dites comment la valeur se calcule.'),
		source: required(SOURCE_LONGEST, 'Dites qui donne le chiffre.'),
		frequency: z.enum(FREQUENCIES, 'Choisissez un rythme.'),
		baselineOn: typed,
		baselineValue: typed,
		watchFrom: percent,
		lateFrom: percent,
		computation: z.union([z.enum(COMPUTATIONS), z.literal('').transform(() => null)]).default(null),
		isPublic: z.literal('on').optional(),
		ownerId: z.union([z.uuid(), z.literal('').transform(() => null)]).default(null),
		basedOn: z.union([z.coerce.number().int().min(1), z.literal('').transform(() => null)]).default(null),
	})
	.transform(({ basedOn, baselineOn, baselineValue, isPublic, ...fields }, context) => {
		const baseline = point(baselineOn, baselineValue);
		const targets = TARGET_PLACES.map((place) =>
			point(fields[`targetOn${place}`], fields[`targetValue${place}`]),
		);
		if (baseline === 'half' || targets.includes('half')) {
			const path = [baseline === 'half' ? 'baselineOn' : 'targets'];
			context.addIssue({
				code: 'custom',
				path,
				message: 'Écrivez une date, 31/12/2027, et un nombre, 63,5.',
			});
			return z.NEVER;
		}
		const definition: Definition = {
			...pick(fields),
			baseline,
			targets: targets.filter((target) => target !== null && target !== 'half'),
			isPublic: isPublic === 'on',
		};
		return { basedOn, definition };
	});

type Plain = Omit<Definition, 'baseline' | 'targets' | 'isPublic'>;

const pick = ({ name, proposition, unit, direction, formula, source, frequency, ...more }: Plain): Plain => ({
	...{ name, proposition, unit, direction, formula, source, frequency },
	...{ watchFrom: more.watchFrom, lateFrom: more.lateFrom, ownerId: more.ownerId },
	computation: more.computation,
});
