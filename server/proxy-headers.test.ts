import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { addressOf, fillHeaders, type Proxies } from './proxy-headers.ts';

const PEER = '192.0.2.1';

function requestWith(headers: Record<string, string>): IncomingMessage {
	return { headers: { ...headers }, socket: { remoteAddress: PEER } } as unknown as IncomingMessage;
}

function filled(proxies: Proxies, headers: Record<string, string>): Record<string, unknown> {
	const request = requestWith(headers);
	fillHeaders(proxies, request);
	return request.headers;
}

const NONE: Proxies = { addressHeader: null, depth: 1 };
const behind = (depth: number): Proxies => ({ addressHeader: 'x-forwarded-for', depth });

describe('the scheme of a request', () => {
	test.each([
		[undefined, 'http'],
		['https', 'https'],
		['https, http', 'https'],
		['http,https', 'http'],
		['HTTPS', 'https'],
		['wss', 'https'],
		['ws, http', 'http'],
		['', 'http'],
		['%', 'http'],
		['https://elsewhere', 'http'],
		['constructor', 'http'],
	])('that the proxies call « %s » is %s', (said, scheme) => {
		expect(filled(NONE, said === undefined ? {} : { 'x-forwarded-proto': said })).toEqual({
			'x-forwarded-proto': scheme,
		});
	});
});

describe('the address of a client', () => {
	test.each([
		[NONE, {}, PEER],
		[NONE, { 'x-forwarded-for': '198.51.100.1' }, PEER],
		[behind(1), {}, PEER],
		[behind(1), { 'x-forwarded-for': '203.0.113.9, 198.51.100.1' }, '198.51.100.1'],
		[behind(2), { 'x-forwarded-for': '203.0.113.9, 198.51.100.1' }, '203.0.113.9'],
		[behind(2), { 'x-forwarded-for': '198.51.100.1' }, PEER],
		[behind(1), { 'x-forwarded-for': '198.51.100.1, ' }, PEER],
		[{ addressHeader: 'x-real-ip', depth: 2 }, { 'x-real-ip': '198.51.100.1' }, '198.51.100.1'],
		[{ addressHeader: 'x-real-ip', depth: 2 }, {}, PEER],
	])('with %j, of a request that says %j, is %s', (proxies, headers, address) => {
		expect(addressOf(proxies, requestWith(headers))).toBe(address);
		const given = filled(proxies, headers);
		// As the built handler reads it, which has no answer to a header that is absent or too short.
		if (proxies.addressHeader === null) return;
		const text = String(given[proxies.addressHeader]);
		const addresses = proxies.addressHeader === 'x-forwarded-for' ? text.split(',') : [text];
		const at = proxies.addressHeader === 'x-forwarded-for' ? proxies.depth : 1;
		expect(addresses[addresses.length - at]?.trim()).toBe(address);
	});
});
