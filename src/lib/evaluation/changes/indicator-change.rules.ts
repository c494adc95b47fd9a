import { VALUE_STATE_LABEL, type Definition } from '#lib/indicators/indicator.rules.ts';
import { amount } from '#lib/indicators/indicator.words.ts';
import { expectedOn } from '#lib/indicators/path.rules.ts';
import { FREQUENCY_LABEL, parsePeriod, periodLabel } from '#lib/indicators/period.rules.ts';
import { INDICATOR_STATUS_LABEL } from '#lib/indicators/status.rules.ts';
import { shortDate } from '#lib/ui/date-text.ts';
import { quote } from './action-change.rules.ts';
import { changeOf, type Change, type ChangeDraft, type ChangeRule } from './change.catalogue.ts';
import type { IndicatorState, ObjectionState, ValueState } from '../state/state.ts';

/** The changes of the indicators, from one date to another: definitions, targets, owners, values, judgements. */
export function indicatorChanges(
	before: readonly IndicatorState[],
	after: readonly IndicatorState[],
	since: Date,
): Change[] {
	const known = new Map(before.map((one) => [one.code, one]));
	return after.flatMap((now) => {
		const old = known.get(now.code);
		const drafts =
			old === undefined
				? [added(now), ...valueDrafts([], now, since)]
				: [
						...judgementDraft(old, now),
						...definitionDrafts(old, now),
						...ownerDraft(old, now),
						...valueDrafts(old.values, now, since),
					];
		return drafts.map((draft) => changeOf(aboutIndicator(now), draft));
	});
}

/** The objections that were raised, and those that were answered. */
export function objectionChanges(
	before: readonly ObjectionState[],
	after: readonly ObjectionState[],
	indicators: readonly IndicatorState[],
): Change[] {
	const known = new Map(before.map((one) => [one.id, one]));
	const byCode = new Map(indicators.map((one) => [one.code, one]));
	return after.flatMap((now) => {
		const indicator = byCode.get(now.code);
		if (indicator === undefined) return [];
		const old = known.get(now.id);
		const about = aboutIndicator(indicator);
		const label = `Contestation, ${periodInWords(now.period)}`;
		const raised: ChangeDraft = {
			...{ rule: 'objection-raised', field: `objection/${now.id}`, label },
			...{ before: null, after: quote(now.reason) },
		};
		const answered: ChangeDraft[] =
			now.answer === null || (old !== undefined && old.answer !== null)
				? []
				: [
						{
							...{ rule: 'objection-answered', field: `answer/${now.id}`, label: `Réponse, ${label}` },
							...{ before: quote(now.reason), after: quote(now.answer.text) },
						},
					];
		return [...(old === undefined ? [raised] : []), ...answered].map((draft) => changeOf(about, draft));
	});
}

function aboutIndicator({ code, definition }: IndicatorState): Pick<Change, 'subject' | 'proposition'> {
	const { name, proposition } = definition;
	return { subject: { kind: 'indicator', id: code, number: code, name }, proposition };
}

function added({ definition }: IndicatorState): ChangeDraft {
	const after = quote(definition.formula);
	return { rule: 'indicator-added', field: 'indicator', label: 'Indicateur', before: null, after };
}

function judgementDraft(before: IndicatorState, after: IndicatorState): ChangeDraft[] {
	const [old, now] = [before.judgement.status, after.judgement.status];
	if (old === now) return [];
	const rule: ChangeRule =
		now === 'off-path' ? 'indicator-off-path' : now === 'reached' ? 'indicator-reached' : 'judgement-changed';
	const quoted = { before: INDICATOR_STATUS_LABEL[old], after: INDICATOR_STATUS_LABEL[now] };
	return [{ rule, field: 'judgement', label: 'Statut', ...quoted }];
}

function ownerDraft(before: IndicatorState, after: IndicatorState): ChangeDraft[] {
	if (before.definition.ownerId === after.definition.ownerId) return [];
	const quoted = { before: before.ownerName, after: after.ownerName };
	return [{ rule: 'owner-changed', field: 'ownerId', label: 'Responsable', ...quoted }];
}

/** The fields of a definition that are words or numbers, and how they are said. */
const DEFINED: readonly { field: string; label: string; words: (one: Definition) => string }[] = [
	{ field: 'name', label: 'Nom', words: ({ name }) => name },
	{ field: 'unit', label: 'Unité', words: ({ unit }) => unit },
	{ field: 'formula', label: 'Calcul', words: ({ formula }) => formula },
	{ field: 'source', label: 'Source', words: ({ source }) => source },
	{ field: 'frequency', label: 'Rythme', words: ({ frequency }) => FREQUENCY_LABEL[frequency] },
	{
		field: 'direction',
		label: 'Sens voulu',
		words: ({ direction }) => (direction === 'up' ? 'à faire monter' : 'à faire baisser'),
	},
	{
		field: 'thresholds',
		label: 'Seuils',
		words: ({ watchFrom, lateFrom }) =>
			`à surveiller dès ${amount(watchFrom, '%')} d’écart, en retard dès ${amount(lateFrom, '%')}`,
	},
	{
		field: 'computation',
		label: 'Valeurs',
		words: ({ computation }) => (computation === null ? 'saisies' : 'calculées'),
	},
	{
		field: 'isPublic',
		label: 'Page publique',
		words: ({ isPublic }) => (isPublic ? 'montré' : 'non montré'),
	},
];

function definitionDrafts(before: IndicatorState, after: IndicatorState): ChangeDraft[] {
	const [old, now] = [before.definition, after.definition];
	const plain = DEFINED.flatMap(({ field, label, words }): ChangeDraft[] => {
		const [said, says] = [words(old), words(now)];
		if (said === says) return [];
		return [{ rule: 'definition-changed', field, label, before: quote(said), after: quote(says) }];
	});
	return [...plain, ...baselineDraft(old, now), ...targetDraft(old, now)];
}

function baselineDraft(before: Definition, after: Definition): ChangeDraft[] {
	const words = ({ baseline, unit }: Definition): string | null =>
		baseline && `${amount(baseline.value, unit)} au ${shortDate(baseline.on)}`;
	const quoted = { before: words(before), after: words(after) };
	if (quoted.before === quoted.after) return [];
	const rule = before.baseline === null ? 'definition-changed' : 'baseline-changed';
	return [{ rule, field: 'baseline', label: 'Valeur de départ', ...quoted }];
}

function targetDraft(before: Definition, after: Definition): ChangeDraft[] {
	const words = ({ targets, unit }: Definition): string | null =>
		targets.map(({ on, value }) => `${amount(value, unit)} au ${shortDate(on)}`).join(', ') || null;
	const quoted = { before: words(before), after: words(after) };
	if (quoted.before === quoted.after) return [];
	const rule = isEased(before, after) ? 'target-eased' : 'target-raised';
	return [{ rule, field: 'targets', label: 'Cible', ...quoted }];
}

/** Whether, on the day of one of the targets of before, the path now asks for less, or for nothing. */
function isEased(before: Definition, after: Definition): boolean {
	const sign = before.direction === 'up' ? 1 : -1;
	return before.targets.some(({ on, value }) => {
		const asked = expectedOn(after, on);
		return asked === null || (value - asked) * sign > 0;
	});
}

/** The values that came since, by period; one that a change of rhythm alone makes appear is no news. */
function valueDrafts(before: readonly ValueState[], after: IndicatorState, since: Date): ChangeDraft[] {
	const olds = new Map(before.map((value) => [value.period, value]));
	return after.values.flatMap((now) => {
		const old = olds.get(now.period);
		if (old?.id === now.id || now.createdAt <= since) return [];
		const { unit } = after.definition;
		const same = { field: `values/${now.period}`, label: `Valeur, ${periodInWords(now.period)}` };
		const words = ({ value, state }: ValueState): string =>
			`${amount(value, unit)}, ${VALUE_STATE_LABEL[state]}`;
		return [{ ...same, rule: valueRule(old, now), before: old ? words(old) : null, after: words(now) }];
	});
}

function valueRule(before: ValueState | undefined, after: ValueState): ChangeRule {
	if (before === undefined) return 'value-entered';
	if (before.value !== after.value)
		return before.state === 'validated' ? 'value-corrected' : 'value-adjusted';
	return before.state !== after.state ? 'value-validated' : 'value-explained';
}

function periodInWords(key: string): string {
	const period = parsePeriod(key);
	return period === null ? key : periodLabel(period);
}
