import { shortDate } from '#lib/ui/date-text.ts';
import type { ActionDates } from './timeline.rules.ts';

/** « du 1er oct. 2026 au 31 mars 2027 », « avant le 31 mars 2027 », « à partir du 1er oct. 2026 », « sans date ». */
export function datesInWords({ startsOn, dueOn }: ActionDates): string {
	if (startsOn === null && dueOn === null) return 'sans date';
	if (startsOn === null) return `avant le ${shortDate(dueOn ?? '')}`;
	if (dueOn === null) return `à partir du ${shortDate(startsOn)}`;
	return `du ${shortDate(startsOn)} au ${shortDate(dueOn)}`;
}
