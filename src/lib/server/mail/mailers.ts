import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import { newId } from '#lib/identifiers.ts';
import type { Mail, MailMessage } from './mail.ts';

/** Sends through an SMTP server. */
export function createSmtpMail(url: string, from: string): Mail {
	const transport = nodemailer.createTransport(url);
	return {
		async send(message) {
			await transport.sendMail({ from, to: message.to, subject: message.subject, text: message.text });
		},
	};
}

export interface StoredMail extends MailMessage {
	id: string;
	sentAt: string;
}

/** Writes each message to a file of `directory`, for an installation without SMTP. */
export function createFileMail(directory: string, now: () => Date): Mail {
	return {
		async send(message) {
			await mkdir(directory, { recursive: true });
			const id = newId(now().getTime());
			const stored: StoredMail = { ...message, id, sentAt: now().toISOString() };
			await writeFile(join(directory, `${id}.json`), JSON.stringify(stored, null, 2), { mode: 0o600 });
		},
	};
}

/** Messages written by `createFileMail`, newest first; at most `limit`. */
export async function listStoredMails(directory: string, limit = 50): Promise<StoredMail[]> {
	const names = await readdir(directory).catch(() => []);
	const newest = names
		.filter((name) => name.endsWith('.json'))
		.sort()
		.reverse()
		.slice(0, limit);
	const texts = await Promise.all(newest.map((name) => readFile(join(directory, name), 'utf8')));
	return texts.map((text) => JSON.parse(text) as StoredMail);
}
