import { asc, eq } from 'drizzle-orm';
import type { Zone } from '#lib/territory/zoning.rules.ts';
import { importZoning } from '#lib/server/registries/zoning.commands.ts';
import { commune } from '#lib/server/territory/territory.tables.ts';
import { SOULE } from './people-64.ts';
import { openDraw } from './senior-doctors.fiction.ts';
import type { Stage } from './stage.ts';

const SHARES: readonly (readonly [Zone, number])[] = [
	['ZIP', 30],
	['ZAC', 45],
	['ZV', 5],
	['none', 20],
];

/** A zoning of fiction for the département that is shown most: brought by the URPS as a file, like a real one. */
export async function seedZoning(stage: Stage): Promise<void> {
	const urps = await stage.as('urps');
	const rows = await urps.db
		.select({ code: commune.code })
		.from(commune)
		.where(eq(commune.departmentCode, '64'))
		.orderBy(asc(commune.code));
	const draw = openDraw(6_400);
	const lines = rows.map(({ code }) => {
		const drawn = draw.weighted(SHARES);
		return `${code};${SOULE.includes(code) ? 'ZIP' : drawn === 'none' ? 'Hors zonage' : drawn}`;
	});
	await importZoning(urps, '64', {
		source: 'Zonage fictif de la démonstration',
		decidedOn: '2026-01-15',
		file: { name: 'zonage.csv', bytes: Buffer.from(`Code commune;Zone\n${lines.join('\n')}\n`) },
	});
}
