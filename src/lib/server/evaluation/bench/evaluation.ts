// The evaluation of a committee that has lived a year (10,000 edits, 45 indicators, 4 quarters), on Postgres: its state at a date, a review
// over the whole year, the evaluation file, beside the bare SQL of the rows that they need. Part of `npm run bench`.
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { chainOf } from '#lib/evaluation/chain/chain.rules.ts';
import { DOSSIER_FORMATS, DOSSIER_PARTS } from '#lib/evaluation/dossier/dossier.ts';
import { openPostgres } from '#lib/server/database/database.ts';
import { openPool } from '#lib/server/database/postgres.ts';
import { buildAccount } from '../../../../../tests/support/accounts.ts';
import { buildContext } from '../../../../../tests/support/context.ts';
import { inTurn, tellTimes } from '../../../../../tests/support/in-turn.ts';
import { startPostgres } from '../../../../../tests/support/postgres.ts';
import { liveYear } from '../../../../../tests/support/seeded-year.ts';
import { buildActor } from '../../../../../tests/support/spaces.ts';
import { writeDossierJob } from '../dossier/dossier.jobs.ts';
import { readDossier } from '../dossier/dossier.queries.ts';
import { getReview } from '../review/review.queries.ts';
import { readStateAt } from '../state/state.queries.ts';

const CODE = '64';
const EDITS = Number(process.argv[2] ?? 10_000);
const ROUNDS = { state: 20, review: 10, file: 4 };

/** Every row that a state is made of: of each document its last keyframe by then and what follows, then the rows of the space. */
const STATE_SQL = [
	`select distinct on (k.document_id) k.bytes from document_keyframe k join document d on d.id = k.document_id
		where d.department_code = $1 and k.created_at <= $2 order by k.document_id, k.seq desc`,
	`select u.bytes from document d
		left join lateral (select seq from document_keyframe k where k.document_id = d.id and k.created_at <= $2 order by seq desc limit 1) k on true
		join document_update u on u.document_id = d.id and u.seq > coalesce(k.seq, 0) and u.created_at <= $2
		where d.department_code = $1 order by d.id, u.seq`,
	`select distinct on (code, period) * from indicator_value where department_code = $1 and created_at <= $2
		order by code, period, version desc`,
	`select distinct on (code) * from indicator_definition where department_code = $1 and defined_at <= $2 order by code, version desc`,
	`select o.*, a.answer from indicator_objection o left join indicator_objection_answer a on a.objection_id = o.id
		where o.department_code = $1 and o.created_at <= $2`,
	`select m.*, a.display_name, o.name from mandate m join account a on a.id = m.account_id
		join organisation o on o.id = m.organisation_id where m.department_code = $1 and m.created_at <= $2`,
];

const server = await startPostgres();
const url = await server.createDatabase();
const database = await openPostgres(url, 'drizzle/migrations');
const pool = openPool(url, 1);
try {
	const context = buildContext({ db: database.db });
	const seen = await liveYear(context, { seed: 2026, edits: EDITS, looks: 3 });
	await pool.query('analyze');
	const { id } = await buildAccount(context);
	const ars = context.as(buildActor(id, 'ars'));
	const [first = context.now(), middle = context.now()] = seen.map(({ at }) => at);
	const last = context.now();
	const bareAt =
		(...instants: Date[]) =>
		async (): Promise<void> => {
			for (const at of instants) for (const sql of STATE_SQL) await pool.query(sql, [CODE, at]);
		};
	process.stdout.write(`\nThe evaluation of a year of ${EDITS} edits\n`);
	const state = await inTurn(() => readStateAt(ars, CODE, middle), bareAt(middle), {
		...{ rounds: ROUNDS.state, warming: 2 },
	});
	tellTimes('the state at a date', state[0], { beside: 'bare SQL', other: state[1] });
	const chain = await inTurn(async () => chainOf(await readStateAt(ars, CODE, last)), bareAt(last), {
		...{ rounds: ROUNDS.state, warming: 2 },
	});
	tellTimes('the chain today', chain[0], { beside: 'bare SQL', other: chain[1] });
	const period = { from: dayInFrance(first), until: dayInFrance(last) };
	const asked = { since: period.from, until: period.until };
	const review = await inTurn(() => getReview(ars, CODE, asked), bareAt(first, last), {
		...{ rounds: ROUNDS.review, warming: 1 },
	});
	tellTimes('a review over the year', review[0], { beside: 'bare SQL', other: review[1] });
	for (const format of DOSSIER_FORMATS) {
		const write = async (): Promise<unknown> => {
			const parts = [...DOSSIER_PARTS];
			const dossier = await readDossier(ars, { departmentCode: CODE, ...period, format, parts });
			return ars.files.run(writeDossierJob, { dossier, format });
		};
		const file = await inTurn(write, bareAt(first, last), { rounds: ROUNDS.file, warming: 1 });
		tellTimes(`the evaluation file, ${format}`, file[0], { beside: 'bare SQL', other: file[1] });
	}
} finally {
	await pool.end();
	await database.close();
	await server.stop();
}
