import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.ts';

describe('the log', () => {
	it('writes one JSON line per event, with its time and level, and nothing of the machine', () => {
		const lines: string[] = [];
		createLogger((line) => lines.push(line)).warn('collaboration.room-dropped', {
			documentId: 'd',
			updates: 3,
		});
		expect(lines).toHaveLength(1);
		const { time, ...rest } = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
		expect(rest).toEqual({ level: 'warn', event: 'collaboration.room-dropped', documentId: 'd', updates: 3 });
		expect(Number.isNaN(Date.parse(String(time)))).toBe(false);
	});

	it('leaves out what is below its level', () => {
		const lines: string[] = [];
		const log = createLogger((line) => lines.push(line), 'error');
		log.info('a');
		log.warn('b');
		log.error('c');
		expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(['c']);
	});

	it('keeps an event on one line whatever it holds', () => {
		const lines: string[] = [];
		createLogger((line) => lines.push(line)).info('event', { reason: 'a\nb\r\n{"level":"error"}' });
		expect(lines.join('').trimEnd().split('\n')).toHaveLength(1);
	});
});
