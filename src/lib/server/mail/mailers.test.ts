import { once } from 'node:events';
import { mkdtemp, readdir, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { expect, test } from 'vitest';
import { createFileMail, createSmtpMail } from './mailers.ts';

const LETTER = {
	to: 'maire64@exemple.test',
	subject: 'Invitation à l’été',
	text: 'Ouvrez ce lien :\nhttps://x.test/y',
};

test('a letter leaves by SMTP, accents whole', async () => {
	const received: { to: string; raw: string }[] = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData(stream, session, done) {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () => {
				const to = session.envelope.rcptTo.map(({ address }) => address).join();
				received.push({ to, raw: Buffer.concat(chunks).toString() });
				done();
			});
		},
	});
	server.listen(0, '127.0.0.1');
	await once(server.server, 'listening');
	const { port } = server.server.address() as AddressInfo;
	await createSmtpMail(`smtp://127.0.0.1:${port}`, 'Terrimed <ne-pas-repondre@exemple.test>').send(LETTER);
	expect(received).toHaveLength(1);
	expect(received[0]?.to).toBe(LETTER.to);
	expect(received[0]?.raw).toMatch(/^Subject: =\?UTF-8\?/m);
	expect(received[0]?.raw).toContain('https://x.test/y');
	await new Promise<void>((resolve) => server.close(() => resolve()));
});

test('without SMTP a letter is a file that only its owner may read, listed newest first', async () => {
	const directory = join(await mkdtemp(join(tmpdir(), 'terrimed-mails-')), 'mails');
	let clock = new Date('2026-11-22T10:00:00Z');
	const mail = createFileMail(directory, () => clock);
	await mail.send({ ...LETTER, subject: 'première' });
	clock = new Date('2026-11-22T10:00:01Z');
	await mail.send({ ...LETTER, subject: 'seconde' });
	const listed = await mail.stored?.();
	expect(listed?.map(({ subject }) => subject)).toEqual(['seconde', 'première']);
	const [file] = await readdir(directory);
	expect((await stat(join(directory, file ?? ''))).mode & 0o077).toBe(0);
});
