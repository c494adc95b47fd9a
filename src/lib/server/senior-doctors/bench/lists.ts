import { eq } from 'drizzle-orm';
import { newId } from '#lib/identifiers.ts';
import { committee } from '#lib/server/committee/committee.tables.ts';
import { within } from '#lib/server/context/context.ts';
import { openPostgres } from '#lib/server/database/database.ts';
import { openPool } from '#lib/server/database/postgres.ts';
import { withRegistryRights } from '#lib/server/database/registry-rights.ts';
import type { Actor } from '#lib/server/policies/policy.ts';
import { loadTerritory } from '#lib/server/territory/territory.commands.ts';
import { NATIONAL_DOCTORS, seedNational } from '../../../../../drizzle/demonstration/national.seeding.ts';
import { buildContext } from '../../../../../tests/support/context.ts';
import { startPostgres } from '../../../../../tests/support/postgres.ts';
import { buildActor } from '../../../../../tests/support/spaces.ts';
import { listMatching, listSeniorDoctors, readAddress } from '../senior-doctor.queries.ts';
import { seniorDoctor } from '../senior-doctor.tables.ts';

/**
 * The first page and each filter on the whole national registry, on Postgres: server time at the 95th hundredth, beside the bare SQL of
 * the same question and beside ourselves without row-level security, asked in turn. Part of `npm run bench`.
 */
const ROUNDS = 80;
const CODE = '59';
const ALL = { reads: 'records', circle: 'urps', communeCodes: null } as const;

const QUESTIONS: readonly {
	name: string;
	filters?: string;
	q?: string;
	sort?: string;
	where: string;
	order?: string;
}[] = [
	{ name: 'first page', where: 'true' },
	{ name: 'departures to 2028', filters: 'departureYear:..2028', where: 'd.departure_year <= 2028' },
	{
		...{
			name: 'without a successor, by departure',
			filters: 'successor:not-yet,sought',
			sort: 'departureYear',
		},
		...{
			where: "d.successor in ('not-yet','sought')",
			order: 'coalesce(d.departure_year::text, \'~\') collate "C", d.id',
		},
	},
	{ name: 'hosts a young doctor', filters: 'hostDoctor:yes', where: 'd.host_doctor' },
	{
		name: 'general practice',
		filters: 'specialty:medecine-generale',
		where: "d.specialty = 'medecine-generale'",
	},
];

const server = await startPostgres();
const url = await server.createDatabase();
const database = await openPostgres(url, 'drizzle/migrations');
const pool = openPool(url, 1);
try {
	await loadTerritory(database.db);
	const context = buildContext({ db: database.db, actor: buildActor(newId(), 'urps') });
	await seedNational(context, { doctors: NATIONAL_DOCTORS });
	await pool.query('analyze');
	const urps = context.as(northern(context.actor));
	await database.db
		.insert(committee)
		.values({ departmentCode: CODE, createdAt: new Date(), createdBy: null });
	const [counted] = (await pool.query<{ n: number }>('select count(*)::int as n from senior_doctor')).rows;
	process.stdout.write(`\nRegistry: ${counted?.n} records, first page of ${CODE}, ${ROUNDS} rounds\n`);
	for (const question of QUESTIONS) await measure(urps, question);
	await measureRights(urps);
} finally {
	await pool.end();
	await database.close();
	await server.stop();
}

/** The rights of the URPS, of the region of the département measured. */
function northern(actor: Actor): Actor {
	if (actor.kind !== 'account') throw new Error('an account has rights');
	return { ...actor, grants: actor.grants.map((grant) => ({ ...grant, regionCode: '32' })) };
}

type Urps = ReturnType<typeof buildContext>;

async function measure(urps: Urps, question: (typeof QUESTIONS)[number]): Promise<void> {
	const { name, filters = '', sort = '', where, order = 'd.sort_name, d.id' } = question;
	const from = 'from senior_doctor d join commune c on c.code = d.commune_code';
	const kept = `where d.department_code = $1 and d.opposed_at is null and ${where}`;
	const bare = async (): Promise<void> => {
		const rows = `select d.*, c.name as commune_name ${from} ${kept} order by ${order} limit 101`;
		await pool.query(rows, [CODE]);
		await pool.query(`select count(*) ${from} ${kept}`, [CODE]);
	};
	const ours = async (): Promise<void> => {
		await listSeniorDoctors(urps, CODE, { q: '', filters, sort, cursor: '' });
	};
	const [mine, plain] = await inTurn(ours, bare);
	tell(name, mine, `bare SQL ${plain.toFixed(1)} ms, ratio ${(mine / plain).toFixed(2)}`);
}

/** The same questions by the same code, with and without the role and its policies. */
async function measureRights(urps: Urps): Promise<void> {
	const asked = {
		departmentCode: CODE,
		access: ALL,
		text: '',
		...readAddress({ filters: '', sort: '', cursor: '' }, ALL),
	};
	const behind = (): Promise<unknown> =>
		withRegistryRights(urps, [CODE], (inside) => listMatching(inside, asked));
	const without = (): Promise<unknown> =>
		urps.db.transaction(async (transaction) => {
			// As many questions as the other way asks.
			await transaction
				.select({ id: seniorDoctor.id })
				.from(seniorDoctor)
				.where(eq(seniorDoctor.id, newId()));
			return listMatching(within(urps, transaction), asked);
		});
	const [secured, open] = await inTurn(behind, without);
	tell('row-level security', secured, `without ${open.toFixed(1)} ms, ratio ${(secured / open).toFixed(2)}`);
}

/** Both in turn, so that what else the machine does falls on both alike. @returns the 95th hundredth of each, in milliseconds */
async function inTurn(one: () => Promise<unknown>, other: () => Promise<unknown>): Promise<[number, number]> {
	const times: [number[], number[]] = [[], []];
	for (let round = -10; round < ROUNDS; round += 1) {
		for (const [index, work] of [one, other].entries()) {
			const before = performance.now();
			await work();
			// The first rounds warm what is kept from one question to the next.
			if (round >= 0) times[index === 0 ? 0 : 1].push(performance.now() - before);
		}
	}
	return [highOf(times[0]), highOf(times[1])];
}

function highOf(times: number[]): number {
	return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
}

function tell(name: string, milliseconds: number, beside: string): void {
	process.stdout.write(`  ${name.padEnd(36)} p95 ${milliseconds.toFixed(1)} ms; ${beside}\n`);
}
