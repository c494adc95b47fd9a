import { dayInWords } from '#lib/indicators/indicator.words.ts';
import { parsePeriod, periodLabel } from '#lib/indicators/period.rules.ts';
import { reminderSentence, type Reminder } from '#lib/indicators/reminder.rules.ts';
import type { MailMessage } from '../mail/mail.ts';

export interface ReminderLetter {
	to: string;
	displayName: string;
	/** One for each committee where something is expected. */
	committees: readonly { name: string; link: string; reminders: readonly Reminder[] }[];
}

/** The letter that tells somebody which values are expected of them: names of indicators and days, no value. */
export function composeReminderLetter({ to, displayName, committees }: ReminderLetter): MailMessage {
	const all = committees.flatMap(({ reminders }) => reminders);
	const text = `Bonjour ${displayName},

${reminderSentence(all)}

${committees.map(({ name, link, reminders }) => `${name}\n${reminders.map(lineOf).join('\n')}\nPour les saisir\u00a0: ${link}`).join('\n\n')}

Vous recevez ce courriel parce que vous tenez ces indicateurs. Si ce n’est plus le cas, un coordinateur de l’URPS peut les confier à quelqu’un d’autre dans leur définition.
`;
	return { to, subject: 'Des valeurs d’indicateurs sont attendues, sur Terrimed', text };
}

function lineOf({ name, period: key, dueOn, isOverdue }: Reminder): string {
	const period = parsePeriod(key);
	const when = isOverdue ? `échue le ${dayInWords(dueOn)}` : `attendue avant le ${dayInWords(dueOn)}`;
	return `- ${name}, ${period === null ? key : periodLabel(period)}\u00a0: ${when}`;
}
