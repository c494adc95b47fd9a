import { expect, test } from 'vitest';
import { createPasswords } from './password.ts';

test('hashes with argon2id, 19 MiB and two passes, a new salt each time', async () => {
	const passwords = createPasswords();
	const [first, second] = [await passwords.hash('demonstration'), await passwords.hash('demonstration')];
	expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
	expect(second).not.toBe(first);
	expect(await passwords.verify(first, 'demonstration')).toBe(true);
	expect(await passwords.verify(first, 'demonstratioN')).toBe(false);
});

test('no password is the one of nobody', async () => {
	const passwords = createPasswords({ memoryCost: 8, timeCost: 1, parallelism: 1 });
	for (const password of ['', 'demonstration', ' '])
		expect(await passwords.verify(null, password)).toBe(false);
});
