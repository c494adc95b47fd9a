import { endOfDayInFrance } from '#lib/committee/role.rules.ts';
import { isDay } from '#lib/ui/days.ts';
import { SITTING_PAUSE_MINUTES } from './activity.rules.ts';

/** A point of a document's past, as an address says it: now, a version, or an instant. */
export type Moment = { kind: 'now' } | { kind: 'version'; id: string } | { kind: 'instant'; at: Date };

/** Longest name of a version, in characters: it fits beside its date. */
export const VERSION_NAME_LONGEST = 80;

export const NOW = 'maintenant';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** Reads a moment from an address: `maintenant`, the id of a version, an instant, or a day (its end, in France). Null for anything else. */
export function readMoment(text: string): Moment | null {
	if (text === NOW) return { kind: 'now' };
	if (UUID.test(text)) return { kind: 'version', id: text };
	if (!INSTANT.test(text) || !isDay(text.slice(0, 10))) return null;
	const at = text.includes('T') ? new Date(text) : lastOfDay(text);
	return Number.isNaN(at.getTime()) ? null : { kind: 'instant', at };
}

/** The last millisecond of a day in France. */
function lastOfDay(day: string): Date {
	return new Date(endOfDayInFrance(day).getTime() - 1);
}

/** The first instant of a stretch, for an instant or a day in France. */
export function startOf(text: string): Date {
	if (text.includes('T')) return new Date(text);
	const before = new Date(`${text}T00:00:00Z`);
	before.setUTCDate(before.getUTCDate() - 1);
	return endOfDayInFrance(before.toISOString().slice(0, 10));
}

/** The same moment in an address. */
export function writeMoment(moment: Moment): string {
	if (moment.kind === 'now') return NOW;
	return moment.kind === 'version' ? moment.id : moment.at.toISOString();
}

/** A stretch of the log by one person, as the database counts it. */
export interface WritingBucket {
	accountId: string;
	from: Date;
	until: Date;
	firstSeq: number;
	lastSeq: number;
	updates: number;
}

/** One person writing without a long pause. */
export type Sitting = WritingBucket;

/** Joins each person's stretches that no pause separates; the last begun first. */
export function foldWriting(buckets: readonly WritingBucket[]): Sitting[] {
	const sittings: Sitting[] = [];
	const open = new Map<string, Sitting>();
	for (const bucket of [...buckets].sort((one, other) => one.from.getTime() - other.from.getTime())) {
		const last = open.get(bucket.accountId);
		const pause = last === undefined ? Infinity : bucket.from.getTime() - last.until.getTime();
		if (last !== undefined && pause < SITTING_PAUSE_MINUTES * 60_000) {
			if (bucket.until > last.until) last.until = bucket.until;
			last.firstSeq = Math.min(last.firstSeq, bucket.firstSeq);
			last.lastSeq = Math.max(last.lastSeq, bucket.lastSeq);
			last.updates += bucket.updates;
			continue;
		}
		const sitting = { ...bucket };
		open.set(bucket.accountId, sitting);
		sittings.push(sitting);
	}
	return sittings.reverse();
}

/** Beyond this, in days, a timeline is told by month. */
const BY_DAY_FOR = 14;

const dayFormat = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' });

function capital(text: string): string {
	return text.charAt(0).toLocaleUpperCase('fr') + text.slice(1);
}

/** « Aujourd’hui, jeudi 19 novembre », « Hier », « Mardi 3 novembre », « Mars 2026 »: under which title a date stands. */
export function periodTitle(at: Date, now: Date): string {
	const words = (options: Intl.DateTimeFormatOptions) =>
		new Intl.DateTimeFormat('fr-FR', { ...options, timeZone: 'Europe/Paris' })
			.format(at)
			.replace(/(^|\s)1(?=\s\p{L})/u, '$11er');
	const day = words({ weekday: 'long', day: 'numeric', month: 'long' });
	const [then, today] = [dayFormat.format(at), dayFormat.format(now)];
	const age = Math.round((Date.parse(today) - Date.parse(then)) / 86_400_000);
	if (age <= 0) return `Aujourd’hui, ${day}`;
	if (age === 1) return 'Hier';
	return capital(age < BY_DAY_FOR ? day : words({ month: 'long', year: 'numeric' }));
}

/** « 9 h 40 » for a recent date, « 8 oct. » for an older one: what tells entries of one period apart. */
export function entryTime(at: Date, now: Date): string {
	const age = (Date.parse(dayFormat.format(now)) - Date.parse(dayFormat.format(at))) / 86_400_000;
	const options: Intl.DateTimeFormatOptions =
		age < BY_DAY_FOR ? { hour: 'numeric', minute: '2-digit' } : { day: 'numeric', month: 'short' };
	const text = new Intl.DateTimeFormat('fr-FR', { ...options, timeZone: 'Europe/Paris' }).format(at);
	return age < BY_DAY_FOR
		? text.replace(/^0?(\d+):(\d\d)$/, '$1\u00a0h\u00a0$2')
		: text.replace(/^1 /, '1er ');
}
