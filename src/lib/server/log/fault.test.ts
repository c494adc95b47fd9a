import { afterEach, describe, expect, it, vi } from 'vitest';
import { reportFault } from './fault.ts';

afterEach(() => vi.restoreAllMocks());

/** What is written on the error output meanwhile. */
function written(report: () => string): { id: string; line: Record<string, unknown>; text: string } {
	const output: string[] = [];
	vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
		output.push(String(text));
		return true;
	});
	const id = report();
	const text = output.join('');
	return { id, line: JSON.parse(text) as Record<string, unknown>, text };
}

describe('an error nobody expected', () => {
	it('is logged by its kind and its place, without its words', () => {
		const { id, line, text } = written(() => {
			try {
				return String(JSON.parse('Claire Dufau'));
			} catch (error) {
				return reportFault(error, 500);
			}
		});
		expect(line).toMatchObject({ level: 'error', event: 'fault', id, status: 500, kind: 'SyntaxError' });
		expect(String((line['at'] as string[])[0])).toContain('JSON.parse');
		expect(text).not.toContain('Claire');
	});

	it('gives away no line of a message that looks like a place', () => {
		const { text } = written(() => reportFault(new Error('of\n    at Mauléon, chez Claire'), 500));
		expect(text).not.toMatch(/Mauléon|Claire/);
		expect(text).toContain('fault.test');
	});

	it('of the database is logged with its code', () => {
		const cause = Object.assign(new Error('duplicate key (Claire)'), { code: '23505' });
		const { line, text } = written(() => reportFault(new Error('Failed query', { cause }), 500));
		expect(line).toMatchObject({ kind: 'Error', code: '23505' });
		expect(text).not.toContain('Claire');
	});

	it('may be anything at all', () => {
		const { line, text } = written(() => reportFault({ name: 'Claire' }, 503));
		expect(line).toMatchObject({ status: 503, kind: 'unknown', at: [] });
		expect(text).not.toContain('Claire');
	});

	it('whose words were changed since names no place rather than a word', () => {
		const error = new Error('de\n    at Claire');
		error.message = 'autre chose';
		const { text } = written(() => reportFault(error, 500));
		expect(text).not.toContain('Claire');
	});
});
