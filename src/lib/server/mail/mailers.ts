import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import { newId } from '#lib/identifiers.ts';
import { makeDirectory } from '../files/make-directory.ts';
import type { Mail, MailsFound, StoredMail } from './mail.ts';

/** Sends through an SMTP server. */
export function createSmtpMail(url: string, from: string): Mail {
	const transport = nodemailer.createTransport(url);
	return {
		async send(message) {
			await transport.sendMail({ from, to: message.to, subject: message.subject, text: message.text });
		},
	};
}

/** Writes each message to a file of `directory`, for an installation without SMTP. */
export function createFileMail(directory: string, now: () => Date): Mail {
	return {
		async send(message) {
			await makeDirectory(directory);
			const id = newId(now().getTime());
			const stored: StoredMail = { ...message, id, sentAt: now().toISOString() };
			await writeFile(join(directory, `${id}.json`), JSON.stringify(stored, null, 2), { mode: 0o600 });
		},
		stored: () => listStoredMails(directory),
		saying: (words) => findStoredMails(directory, words),
	};
}

/** Messages shown on the page of the demonstration: more would be a history, which it is not. */
const STORED_MAILS_SHOWN = 50;

async function listStoredMails(directory: string): Promise<StoredMail[]> {
	const names = await readdir(directory).catch(() => []);
	const newest = names
		.filter((name) => name.endsWith('.json'))
		.sort()
		.reverse()
		.slice(0, STORED_MAILS_SHOWN);
	const texts = await Promise.all(newest.map((name) => readFile(join(directory, name), 'utf8')));
	return texts.map((text) => JSON.parse(text) as StoredMail);
}

async function findStoredMails(directory: string, words: readonly string[]): Promise<MailsFound> {
	const wanted = words.map((word) => word.toLocaleLowerCase('fr'));
	// No folder is no mail; one that cannot be read must not pass for an erasure that was done.
	const kept = existsSync(directory) ? await readdir(directory) : [];
	const names = kept.filter((name) => name.endsWith('.json'));
	const found: string[] = [];
	for (const name of names) {
		const { to, subject, text } = JSON.parse(await readFile(join(directory, name), 'utf8')) as StoredMail;
		const said = `${to}\n${subject}\n${text}`.toLocaleLowerCase('fr');
		if (wanted.some((word) => said.includes(word))) found.push(join(directory, name));
	}
	const remove = async (): Promise<void> => {
		for (const path of found) await rm(path, { force: true });
	};
	return { count: found.length, remove };
}
