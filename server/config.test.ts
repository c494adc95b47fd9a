import { describe, expect, test } from 'vitest';
import { readConfiguration } from './config.ts';

const DATABASE_URL = 'postgres://terrimed@localhost/terrimed';

describe('configuration', () => {
	test('nothing is needed', () => {
		expect(readConfiguration({})).toMatchObject({ databaseUrl: null, redisUrl: null, drainMilliseconds: 0 });
	});

	test('an empty variable counts as absent', () => {
		expect(readConfiguration({ REDIS_URL: '', DATABASE_URL: ' ' })).toMatchObject({
			databaseUrl: null,
			redisUrl: null,
		});
	});

	test.each(['redis://localhost:6379', 'rediss://terrimed:secret@redis.example:6380/2'])(
		'Redis at %s, with Postgres',
		(REDIS_URL) => {
			expect(readConfiguration({ REDIS_URL, DATABASE_URL }).redisUrl).toBe(REDIS_URL);
		},
	);

	test('Redis without Postgres stops the start with a sentence that names the variable', () => {
		expect(() => readConfiguration({ REDIS_URL: 'redis://localhost' })).toThrow(
			/^REDIS_URL : ne sert qu’avec DATABASE_URL/,
		);
	});

	test.each([
		['REDIS_URL', 'localhost:6379'],
		['DRAIN_SECONDS', 'soon'],
		['DRAIN_SECONDS', '-1'],
		['DATABASE_URL', 'mysql://x'],
		['SMTP_URL', 'smtp://'],
		['SMTP_URL', 'smtps://user:secret@'],
		['SMTP_URL', 'smtp://:25'],
		['SMTP_URL', 'smtp://host:port'],
		['XFF_DEPTH', 'deux'],
		['XFF_DEPTH', '0'],
		['XFF_DEPTH', '-1'],
		['XFF_DEPTH', '1.5'],
		['XFF_DEPTH', '4294967296'],
		['ADDRESS_HEADER', 'x forwarded for'],
		['ADDRESS_HEADER', 'x-real-ip:'],
	])('%s=%s stops the start with a sentence that names it', (name, value) => {
		expect(() => readConfiguration({ DATABASE_URL, [name]: value })).toThrow(
			new RegExp(`^${name} : valeur inutilisable`),
		);
	});

	test('the header of addresses is known in small letters, one proxy is trusted unless more are said', () => {
		expect(readConfiguration({ ADDRESS_HEADER: ' X-Forwarded-For ', XFF_DEPTH: '' }).proxies).toEqual({
			addressHeader: 'x-forwarded-for',
			depth: 1,
		});
		expect(readConfiguration({ ADDRESS_HEADER: 'X-Real-IP', XFF_DEPTH: ' 2 ' }).proxies).toEqual({
			addressHeader: 'x-real-ip',
			depth: 2,
		});
		expect(readConfiguration({ ADDRESS_HEADER: '' }).proxies.addressHeader).toBeNull();
	});

	test.each([
		'smtp://localhost',
		'smtps://user:s%40cret@mail.example:465',
		'smtp://[::1]:25',
		'smtp://a?pool=true',
	])('mail goes through %s', (SMTP_URL) => {
		expect(readConfiguration({ SMTP_URL }).smtpUrl).toBe(SMTP_URL);
	});

	test('a sentence never repeats the value, which may hold a password', () => {
		expect(() => readConfiguration({ DATABASE_URL, REDIS_URL: 'http://x:secret@y' })).toThrow(
			expect.objectContaining({ message: expect.not.stringContaining('secret') as string }) as Error,
		);
	});
});
