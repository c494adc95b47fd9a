import { eq } from 'drizzle-orm';
import { newId } from '#lib/identifiers.ts';
import { committee } from '#lib/server/committee/committee.tables.ts';
import { within } from '#lib/server/context/context.ts';
import { openPostgres } from '#lib/server/database/database.ts';
import { openPool } from '#lib/server/database/postgres.ts';
import { withRegistryRights } from '#lib/server/database/registry-rights.ts';
import type { Actor } from '#lib/server/policies/policy.ts';
import { loadTerritory } from '#lib/server/territory/territory.commands.ts';
import { seedNational } from '../../../../../drizzle/demonstration/national.seeding.ts';
import { buildAccount } from '../../../../../tests/support/accounts.ts';
import { buildContext } from '../../../../../tests/support/context.ts';
import { inTurn, tellTimes } from '../../../../../tests/support/in-turn.ts';
import { startPostgres } from '../../../../../tests/support/postgres.ts';
import { buildActor } from '../../../../../tests/support/spaces.ts';
import { listInterns } from '../intern.queries.ts';
import { listMatching, listSeniorDoctors, readAddress } from '../../senior-doctors/senior-doctor.queries.ts';
import { seniorDoctor } from '../../senior-doctors/senior-doctor.tables.ts';

/**
 * Lists of the whole national registries, on Postgres: first page, each kind of filter, searches, orders, a page far down. Time of the server at
 * the median and at the 95th hundredth, beside the bare SQL of the same question, and beside ourselves without row-level security, asked in turn.
 * Part of `npm run bench`.
 */
const ROUNDS = 60;
const CODE = '59';
const ALL = { reads: 'records', circle: 'urps', communeCodes: null } as const;

/** What a list of interns asks besides its rows: who welcomes, whom to call. */
const BESIDE: Readonly<Record<string, { columns: string; names: string }>> = {
	intern: {
		columns:
			', a.display_name, h.last_name as host_last_name, h.first_name as host_first_name, h.sharing, h.commune_code as host_commune',
		names:
			'left join account a on a.id = d.contact_id left join senior_doctor h on h.id = d.host_doctor_id and h.opposed_at is null',
	},
};
const BESIDE_NOTHING = { columns: '', names: '' };
const STEPS =
	'select intern_id, item, due_on, owner_id, owner_name, done_at from intern_checklist_item where intern_id = any($1)';

interface Question {
	name: string;
	q?: string;
	filters?: string;
	sort?: string;
	/** The same in SQL, `d` being the record and `c` its commune. */
	where: string;
	order?: string;
	/** Pages to turn first. */
	pages?: number;
}

const text = (column: string): string => `coalesce(${column}::text, '~') collate "C", d.id`;

const DOCTORS: readonly Question[] = [
	{ name: 'first page', where: 'true' },
	{ name: 'tenth page', where: 'true', pages: 9 },
	{ name: 'by departure', sort: 'departureYear', where: 'true', order: text('d.departure_year') },
	{ name: 'by commune', sort: 'commune', where: 'true', order: text('c.search_name') },
	{ name: 'departures to 2028', filters: 'departureYear:..2028', where: 'd.departure_year <= 2028' },
	{
		name: 'without a successor',
		filters: 'successor:not-yet,sought',
		where: "d.successor in ('not-yet','sought')",
	},
	{ name: 'hosts a young doctor', filters: 'hostDoctor:yes', where: 'd.host_doctor' },
	{
		name: 'general practice',
		filters: 'specialty:medecine-generale',
		where: "d.specialty = 'medecine-generale'",
	},
	{ name: 'sector not known', filters: 'sector:empty', where: 'd.sector is null' },
	{
		...{ name: 'of one commune', filters: 'communeCode:59350' },
		where:
			"(d.commune_code = '59350' or exists (select 1 from senior_doctor_place p where p.doctor_id = d.id and p.commune_code = '59350'))",
	},
	{
		name: 'three filters',
		filters: 'departureYear:..2030;hostDoctor:yes;practiceMode:liberal',
		where: "d.departure_year <= 2030 and d.host_doctor and d.practice_mode = 'liberal'",
	},
	{ name: 'a word of a name', q: 'ber', where: "d.searched like '%ber%'" },
	{ name: 'a commune', q: 'lille', where: "d.searched like '%lille%'" },
	{ name: 'a part of an RPPS', q: '9901', where: "(d.searched like '%9901%' or d.rpps like '%9901%')" },
];

const INTERNS: readonly Question[] = [
	{ name: 'interns, first page', where: 'true' },
	{ name: 'interns, junior doctors', filters: 'level:junior-doctor', where: "d.level = 'junior-doctor'" },
	{ name: 'interns, a commune', q: 'lille', where: "d.searched like '%lille%'" },
];

const server = await startPostgres();
const url = await server.createDatabase();
const database = await openPostgres(url, 'drizzle/migrations');
const pool = openPool(url, 1);
try {
	await loadTerritory(database.db);
	const nobody = buildContext({ db: database.db });
	const { id } = await buildAccount(nobody);
	const context = nobody.as(buildActor(id, 'urps'));
	await seedNational(context);
	await pool.query('analyze');
	const urps = context.as(northern(context.actor));
	await database.db
		.insert(committee)
		.values({ departmentCode: CODE, createdAt: new Date(), createdBy: null });
	for (const table of ['senior_doctor', 'intern']) {
		const [counted] = (await pool.query<{ n: number }>(`select count(*)::int as n from ${table}`)).rows;
		process.stdout.write(`\n${table}: ${counted?.n} records, first page of ${CODE}, ${ROUNDS} rounds\n`);
		const [questions, list] =
			table === 'intern' ? ([INTERNS, listInterns] as const) : ([DOCTORS, listSeniorDoctors] as const);
		for (const question of questions) await measure({ urps, table, list }, question);
	}
	for (const { q = '', filters = '', name } of [DOCTORS[0], DOCTORS[4], DOCTORS[11]].filter(
		(one) => one !== undefined,
	)) {
		await measureRights(urps, { name, q, filters });
	}
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

type List = typeof listSeniorDoctors | typeof listInterns;

async function measure(
	{ urps, table, list }: { urps: Urps; table: string; list: List },
	question: Question,
): Promise<void> {
	const { name, q = '', filters = '', sort = '', where, order = 'd.sort_name, d.id', pages = 0 } = question;
	const from = `from ${table} d join commune c on c.code = d.commune_code`;
	const { columns, names } = BESIDE[table] ?? BESIDE_NOTHING;
	const kept = `where d.department_code = $1 and d.opposed_at is null and ${where}`;
	const cursor = await turnPages(urps, list, { q, filters, sort, pages });
	const offset = pages * 100;
	const bare = async (): Promise<void> => {
		const { rows } = await pool.query<{ id: string }>(
			`select d.*, c.name as commune_name ${columns} ${from} ${names} ${kept} order by ${order} limit 101 offset ${offset}`,
			[CODE],
		);
		await pool.query(`select count(*) ${from} ${kept}`, [CODE]);
		// Of these rows, as the list says how each welcome stands.
		if (table === 'intern') await pool.query(STEPS, [rows.map(({ id }) => id)]);
	};
	const [mine, plain] = await inTurn(() => list(urps, CODE, { q, filters, sort, cursor }), bare, {
		rounds: ROUNDS,
	});
	tellTimes(name, mine, { beside: 'bare SQL', other: plain });
}

/** The cursor of a page that is so far down. */
async function turnPages(
	urps: Urps,
	list: List,
	{ pages, ...address }: { q: string; filters: string; sort: string; pages: number },
): Promise<string> {
	let cursor = '';
	for (let page = 0; page < pages; page += 1)
		cursor = (await list(urps, CODE, { ...address, cursor })).next ?? '';
	return cursor;
}

/** The same questions by the same code, with and without the role and its policies. */
async function measureRights(
	urps: Urps,
	{ name, q, filters }: { name: string; q: string; filters: string },
): Promise<void> {
	const asked = {
		departmentCode: CODE,
		access: ALL,
		text: q,
		...readAddress({ filters, sort: '', cursor: '' }, ALL),
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
	const [secured, open] = await inTurn(behind, without, { rounds: ROUNDS });
	tellTimes(`row-level security, ${name}`, secured, { beside: 'without', other: open });
}
