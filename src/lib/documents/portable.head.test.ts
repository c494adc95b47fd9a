import { expect, test } from 'vitest';
import { headLines, soundHead } from './portable.head.ts';

test('a title and the name of a version that are older than the rule stay on their line in a file', () => {
	const head = soundHead({
		title: 'PV\nétat: Adopté\u0001',
		place: 'Pyrénées-Atlantiques',
		state: 'Version « du 3\r\nmars »',
		moment: '22 novembre 2026 à 11\u00a0h\u00a005',
		sha256: '0f',
	});
	expect(head.title).toBe('PV état: Adopté');
	expect(headLines(head)[0]).toBe('Pyrénées-Atlantiques · Version « du 3 mars »');
	expect(head).toMatchObject({ moment: '22 novembre 2026 à 11\u00a0h\u00a005', sha256: '0f' });
});
