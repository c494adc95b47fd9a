// The regional grid of twelve départements, forty-five indicators and twenty quarters, on Postgres, beside the bare SQL of the same rows.
// Part of `npm run bench`.
import { newId } from '#lib/identifiers.ts';
import { INDICATOR_CATALOGUE } from '#lib/indicators/indicator.catalogue.ts';
import { latestPeriods } from '#lib/indicators/period.rules.ts';
import { regionTables } from '#lib/indicators/region-file.rules.ts';
import { openPostgres } from '#lib/server/database/database.ts';
import { openPool } from '#lib/server/database/postgres.ts';
import { loadTerritory } from '#lib/server/territory/territory.commands.ts';
import { buildAccount } from '../../../../../tests/support/accounts.ts';
import { openCommittees } from '../../../../../tests/support/committee.ts';
import { buildContext } from '../../../../../tests/support/context.ts';
import { inTurn, tellTimes } from '../../../../../tests/support/in-turn.ts';
import { startPostgres } from '../../../../../tests/support/postgres.ts';
import { buildActor } from '../../../../../tests/support/spaces.ts';
import type { Context } from '../../context/context.ts';
import { exportRegion } from '../region-export.queries.ts';
import { getRegionPicture } from '../region.queries.ts';
import { indicator, indicatorDefinition, indicatorValue } from '../indicator.tables.ts';

const REGION = '75';
const COMMITTEES = ['16', '17', '19', '23', '24', '33', '40', '47', '64', '79', '86', '87'];
const PERIODS = 20;
const TODAY = '2026-11-22';
const ROUNDS = 40;

/** Quarters for each indicator, whatever its own rhythm: as many values as there can be. */
async function fill(context: Context, accountId: string): Promise<void> {
	const at = { createdAt: context.now() };
	for (const departmentCode of COMMITTEES) {
		const rows = INDICATOR_CATALOGUE.map(({ code, definition }) => ({ departmentCode, code, definition }));
		await context.db.insert(indicator).values(rows.map(({ code }) => ({ departmentCode, code, ...at })));
		await context.db.insert(indicatorDefinition).values(
			rows.map(({ code, definition }) => ({
				...{ ...definition, departmentCode, code, version: 1, definedAt: at.createdAt },
				...{ frequency: 'quarterly' as const, targets: [{ on: '2027-12-31', value: 80 }] },
				...{ baselineOn: '2021-09-30', baselineValue: 0 },
			})),
		);
		const values = rows.flatMap(({ code }, row) =>
			latestPeriods('quarterly', TODAY, PERIODS).map(({ key: period }, column) => ({
				...{ id: newId(), departmentCode, code, period, version: 1, value: (row * 7 + column * 3) % 90 },
				...{
					state: 'validated' as const,
					source: 'URPS',
					comment: '',
					definitionVersion: 1,
					accountId,
					...at,
				},
			})),
		);
		await context.db.insert(indicatorValue).values(values);
	}
}

const server = await startPostgres();
const url = await server.createDatabase();
const database = await openPostgres(url, 'drizzle/migrations');
const pool = openPool(url, 1);
try {
	await loadTerritory(database.db);
	const nobody = buildContext({ db: database.db });
	await openCommittees(nobody, ...COMMITTEES);
	const { id } = await buildAccount(nobody);
	const urps = nobody.as(buildActor(id, 'urps'));
	await fill(urps, id);
	await pool.query('analyze');
	const bare = async (): Promise<void> => {
		await pool.query(
			`select d.*, a.display_name from indicator i join indicator_definition d using (department_code, code)
			left join account a on a.id = d.owner_id where d.version = i.version and i.department_code = any($1)`,
			[COMMITTEES],
		);
		await pool.query(
			`select distinct on (v.department_code, v.code, v.period) v.*, a.display_name from indicator_value v
			left join account a on a.id = v.account_id where v.department_code = any($1)
			order by v.department_code, v.code, v.period, v.version desc`,
			[COMMITTEES],
		);
	};
	process.stdout.write(
		`\nThe region: ${COMMITTEES.length} x ${INDICATOR_CATALOGUE.length} x ${PERIODS} values\n`,
	);
	const page = async (): Promise<unknown> => {
		const { departments, today } = await getRegionPicture(urps, REGION);
		return regionTables(departments, today);
	};
	const [mine, plain] = await inTurn(page, bare, { rounds: ROUNDS });
	tellTimes('the picture, every column compared', mine, { beside: 'bare SQL', other: plain });
	for (const format of ['csv', 'xlsx', 'ods'] as const) {
		const file = async (): Promise<unknown> => (await exportRegion(urps, REGION, format)).bytes;
		const [written, beside] = await inTurn(file, bare, { rounds: 10, warming: 2 });
		tellTimes(`the same as ${format}, ${COMMITTEES.length} lines of log`, written, {
			beside: 'bare SQL',
			other: beside,
		});
	}
} finally {
	await pool.end();
	await database.close();
	await server.stop();
}
