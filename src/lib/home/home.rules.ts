import { dayInFrance } from '#lib/committee/role.rules.ts';
import { daysBetween } from '#lib/ui/days.ts';
import type { ActionStatus } from '#lib/plan/action.rules.ts';

/** A piece of a sentence; what matters is set in bold. */
export interface WordPart {
	text: string;
	strong: boolean;
}

/** « Le plan compte **14 actions** : **3 sont terminées**, **2 sont en retard**. » */
export function planSentence(count: number, byStatus: Record<ActionStatus, number>): WordPart[] {
	const word = (text: string): WordPart => ({ text, strong: false });
	const strong = (text: string): WordPart => ({ text, strong: true });
	if (count === 0) return [word('Le plan ne compte pas encore d’action.')];
	const { done, late } = byStatus;
	return [
		word('Le plan compte '),
		strong(`${count}\u00a0${count > 1 ? 'actions' : 'action'}`),
		word('\u00a0: '),
		strong(done === 0 ? 'aucune n’est terminée' : `${done} ${done > 1 ? 'sont terminées' : 'est terminée'}`),
		word(', '),
		strong(late === 0 ? 'aucune n’est en retard' : `${late} ${late > 1 ? 'sont' : 'est'} en retard`),
		word('.'),
	];
}

/** « 2 sur 5 terminées », « aucune sur 4 », « aucune action ». */
export function doneAmong(statuses: readonly ActionStatus[]): string {
	if (statuses.length === 0) return 'aucune action';
	const done = statuses.filter((status) => status === 'done').length;
	if (done === 0) return `aucune sur ${statuses.length}`;
	return `${done} sur ${statuses.length} ${done > 1 ? 'terminées' : 'terminée'}`;
}

/** Hours without opening the space's home after which another visit begins, even on the same day. */
const VISIT_HOURS = 8;

/** When somebody opened a space: the start of the current visit and of the one before. */
export interface Visits {
	currentAt: Date;
	previousAt: Date | null;
}

/** The visits after the home was opened at `now`: the same visit, or a new one on another day or hours later. */
export function openVisit(known: Visits | null, now: Date): Visits {
	if (known === null) return { currentAt: now, previousAt: null };
	const sameDay = dayInFrance(known.currentAt) === dayInFrance(now);
	const hours = (now.getTime() - known.currentAt.getTime()) / 3_600_000;
	if (sameDay && hours < VISIT_HOURS) return known;
	return { currentAt: now, previousAt: known.currentAt };
}

const inFrance = (options: Intl.DateTimeFormatOptions) =>
	new Intl.DateTimeFormat('fr-FR', { ...options, timeZone: 'Europe/Paris' });

/** « 18 h 42 ». */
function timeOfDay(date: Date): string {
	const parts = inFrance({ hour: 'numeric', minute: '2-digit' }).formatToParts(date);
	const value = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
	return `${Number(value('hour'))}\u00a0h\u00a0${value('minute')}`;
}

/** « mardi », or with its date when it is not of the last six days. */
function dayName(date: Date, withDate: boolean): string {
	if (!withDate) return inFrance({ weekday: 'long' }).format(date);
	return inFrance({ weekday: 'long', day: 'numeric', month: 'long' })
		.format(date)
		.replace(/(^|\s)1(?=\s\p{L})/u, '$11er')
		.replaceAll(' ', '\u00a0');
}

/** When something happened, as one says it: « aujourd’hui, 9 h 05 », « hier, 18 h 42 », « mardi 17 novembre ». */
export function momentWords(date: Date, now: Date): string {
	const days = daysBetween(dayInFrance(date), dayInFrance(now));
	if (days <= 0) return `aujourd’hui, ${timeOfDay(date)}`;
	if (days === 1) return `hier, ${timeOfDay(date)}`;
	return dayName(date, true);
}

/** Title of what is new since the last visit: « Depuis ce matin », « Depuis hier », « Depuis lundi ». */
export function sinceWords(since: Date, now: Date): string {
	const days = daysBetween(dayInFrance(since), dayInFrance(now));
	if (days <= 0) return `Depuis ${timeOfDay(since)}`;
	if (days === 1) return 'Depuis hier';
	if (days < 7) return `Depuis ${dayName(since, false)}`;
	return `Depuis le ${dayName(since, true)}`;
}
