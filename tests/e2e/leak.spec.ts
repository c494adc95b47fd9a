import { expect, test } from '@playwright/test';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FIELD_NAMES } from '#lib/senior-doctors/senior-doctor.fields.rules.ts';
import { INTERN_FIELD_NAMES } from '#lib/interns/intern.fields.rules.ts';
import { FOLLOW_UP_COLUMNS } from '#lib/senior-doctors/senior-doctor-filter.rules.ts';
import { mayRead, URPS, type Canary, type Planted, type PlantedRecord } from '../support/leak/canary.ts';
import { INTERN_READINGS, plantInterns } from '../support/leak/interns.ts';
import { DOCUMENT_CANARIES, writeDocuments } from '../support/leak/documents.ts';
import { DOCTOR_READERS, plantDoctors } from '../support/leak/doctors.ts';
import { Examiner, type Found } from '../support/leak/examiner.ts';
import { plantImport } from '../support/leak/imports.ts';
import { personalColumns, UNCANARIED } from '../support/leak/places.ts';
import { ask, questionsAt, tryWriting, type Asker, type Doors } from '../support/leak/questions.ts';
import { PLACE, SEEKER_NAMES, seatSeekers, type SeekerName } from '../support/leak/seekers.ts';
import { listenAll, type Stream } from '../support/leak/streams.ts';
import type { Targets } from '../support/route-rights.ts';
import { readTargets } from '../support/route-targets.ts';
import { listRouteOperations } from '../support/route-tree.ts';
import { startOnPostgres, type TestServer } from '../support/server.ts';
import { withDatabase } from '../support/server-database.ts';

let server: TestServer;
let cookies: Map<SeekerName, string | null>;
let targets: Targets;
let ground: Planted;
let doors: Doors;
let examiner: Examiner;
/** The records that somebody changes while everybody listens. */
let changed: readonly PlantedRecord[] = [];
/** Whose words are searched for: shared with nobody, and as far as one can. */
const SHARED = 'a doctor shared with elected';
const SEARCHED = ['a doctor shared with urps', SHARED];
/** What the URPS was given, for the test of this test. */
const kept: Found[] = [];

test.describe.configure({ mode: 'serial', timeout: 300_000 });

test.beforeAll(async () => {
	server = await startOnPostgres();
	await withDatabase(server, async (db) => {
		cookies = await seatSeekers(db);
		const [coordinator] = await db.query.account.findMany({
			where: (row, { eq }) => eq(row.email, 'urps@essai.test'),
		});
		const urpsId = coordinator?.id ?? '';
		const doctors = await plantDoctors(db, urpsId);
		const interns = await plantInterns(db, { urpsId, hostDoctorId: doctors.records[0]?.id ?? '' });
		const brought = await plantImport(db, urpsId);
		const records = [...doctors.records, ...interns.records];
		const canaries = [...doctors.canaries, ...interns.canaries, ...brought.canaries];
		ground = { records, canaries: [...canaries, ...DOCUMENT_CANARIES] };
		doors = { records, importId: brought.importId };
		const [own] = (await readTargets(db, [PLACE.departmentCode])).values();
		if (own === undefined) throw new Error('no targets');
		// One note for everybody: the one that is written in.
		const note = own.note();
		targets = { ...own, note: () => note };
	});
	examiner = new Examiner(ground);
	await writeDocuments({ origin: server.origin, cookie: cookies.get('facilitator') ?? '', targets });
});
test.afterAll(() => server.stop());

const askerOf = (seeker: SeekerName): Asker => ({
	seeker,
	origin: server.origin,
	cookie: cookies.get(seeker) ?? null,
	targets,
});

test('each field of the catalogue and each column of a table with personal data has its canary or says why it has none', () => {
	expect(Object.keys(DOCTOR_READERS).sort()).toEqual([...FIELD_NAMES].sort());
	expect(Object.keys(INTERN_READINGS).sort()).toEqual([...INTERN_FIELD_NAMES].sort());
	const planted = new Set(ground.canaries.map(({ field }) => field));
	const missing = personalColumns().filter((place) => {
		const [table, column = ''] = place.split('.');
		const judged = table === 'senior_doctor' ? DOCTOR_READERS : table === 'intern' ? INTERN_READINGS : null;
		return !planted.has(place) && (judged === null || !(column in judged || planted.has(column)));
	});
	expect(missing.sort()).toEqual(Object.keys(UNCANARIED).sort());
});

test('nobody is given what they may not read, by whichever route', async () => {
	const operations = listRouteOperations().filter(({ name }) => name !== 'fallback');
	await Promise.all(
		SEEKER_NAMES.map(async (seeker) => {
			const asker = askerOf(seeker);
			for (const operation of operations.filter(({ name }) => name === 'GET')) {
				for (const question of questionsAt(operation, asker, doors)) {
					const found = await ask(asker, question);
					expect(found.status, `${seeker} at ${found.where}`).toBeLessThan(500);
					examiner.examine(seeker, found);
					if (seeker === 'urps' && found.status === 200 && found.where.includes('medecins')) kept.push(found);
				}
			}
			for (const operation of operations.filter(({ name }) => name !== 'GET')) {
				for (const found of await tryWriting(asker, operation, doors)) examiner.examine(seeker, found);
			}
		}),
	);
	expect([...examiner.leaks].sort()).toEqual([]);
});

test('a search, a filter or an order says nothing of what its reader may not read', async () => {
	const wrong: string[] = [];
	const total = async (seeker: SeekerName, query: string): Promise<{ status: number; total: number }> => {
		const path = `/api/departements/${PLACE.departmentCode}/medecins?${query}`;
		const { status, bytes } = await ask(askerOf(seeker), { where: query, path });
		return { status, total: status === 200 ? Number(JSON.parse(Buffer.from(bytes).toString()).total) : 0 };
	};
	const words = ground.canaries.filter(({ form, of }) => form !== 'day' && SEARCHED.includes(of));
	for (const seeker of ['elected', 'electedElsewhere', 'facilitator'] as const) {
		for (const canary of words) {
			const found = await total(seeker, `q=${encodeURIComponent(canary.text)}`);
			if (found.total > 0 && !mayRead(seeker, canary))
				wrong.push(`${seeker} finds ${canary.of} by ${canary.field}`);
		}
		for (const name of [...FIELD_NAMES, ...FOLLOW_UP_COLUMNS]) {
			const { fields = {} } = ground.records.find(({ of }) => of === SHARED) ?? {};
			// The elected of elsewhere have the same questions as those of here, and no record to them.
			const may = mayRead(seeker === 'electedElsewhere' ? 'elected' : seeker, {
				openTo: fields[name] ?? URPS,
			});
			for (const query of [`filters=${name}:empty`, `sort=${name}`]) {
				const { status } = await total(seeker, query);
				if (status === 200 && !may) wrong.push(`${seeker} may ask ${query}`);
			}
		}
	}
	expect(wrong).toEqual([]);
});

test('what one may read is found: the search does look', () => {
	const listed = new Set(ground.records.filter(({ isListed }) => isListed).map(({ of }) => of));
	const isDoctors = ({ field, form, of }: Canary): boolean =>
		form === 'word' && listed.has(of) && Object.hasOwn(DOCTOR_READERS, field) && of.includes('doctor');
	const looked = [...ground.canaries.filter(isDoctors), ...DOCUMENT_CANARIES];
	const unseen = SEEKER_NAMES.flatMap((seeker) =>
		looked
			.filter((canary) => mayRead(seeker, canary))
			.map(({ field, of }) => `${seeker}: ${field} of ${of}`)
			.filter((one) => !examiner.seen.has(one)),
	);
	expect(unseen).toEqual([]);
});

test('a field too many is caught, whatever the answer is written in', () => {
	const [hidden, shared] = ground.records.filter(({ registry }) => registry === 'doctors');
	const kinds = {
		page: kept.filter(({ contentType }) => contentType.includes('html')),
		workbook: kept.filter(({ where }) => where.includes('format=xlsx')),
		table: kept.filter(({ where }) => where.includes('format=csv')),
	};
	for (const seeker of ['visitor', 'member', 'elected', 'facilitator'] as const) {
		for (const [kind, answers] of Object.entries(kinds)) {
			expect(answers.length, kind).toBeGreaterThan(0);
			const said = leaksIn(seeker, answers);
			for (const field of ['phone', 'email', 'rpps'])
				expect(said, kind).toContain(`: ${field} of ${hidden?.of}`);
		}
		const said = leaksIn(seeker, kept);
		for (const [field, openTo] of Object.entries(shared?.fields ?? {})) {
			if (!mayRead(seeker, { openTo })) expect(said).toContain(`: the field ${field} of ${shared?.of}`);
		}
	}
});

/** What would be said of these answers, had this person been given them. */
function leaksIn(seeker: SeekerName, answers: readonly Found[]): string {
	const other = new Examiner(ground);
	for (const answer of answers) other.examine(seeker, answer);
	return [...other.leaks].join('\n');
}

test('what changes is told of what one may read, and neither mails nor logs say more', async () => {
	const streams = await listenAll(server.origin, PLACE.departmentCode, cookies);
	changed = ground.records.filter(({ registry, isListed }) => registry === 'doctors' && isListed);
	for (const { id } of changed) await change(id);
	await Promise.all(streams.flatMap(({ seeker, until }) => expectedIn(seeker).map((id) => until(id))));
	await server.stop();
	for (const stream of streams)
		expect(await heardBy(stream), stream.seeker).toEqual(expectedIn(stream.seeker));
	for (const name of await readdir(join(server.dataDirectory, 'mails')).catch(() => [])) {
		const bytes = await readFile(join(server.dataDirectory, 'mails', name));
		examiner.examine('visitor', { where: 'mails', asked: '', contentType: 'text/plain', bytes });
	}
	examiner.examine('visitor', {
		where: 'logs',
		asked: '',
		contentType: 'text/plain',
		bytes: Buffer.from(server.errors()),
	});
	expect([...examiner.leaks]).toEqual([]);
	expect(server.errors()).not.toContain('"level":"error"');
});

/** Whose records a reader hears of. */
function expectedIn(seeker: SeekerName): string[] {
	return changed.filter((record) => mayRead(seeker, record)).map(({ id }) => id);
}

async function heardBy({ seeker, whole }: Stream): Promise<string[]> {
	const text = await whole;
	examiner.examine(seeker, {
		where: 'flux',
		asked: '',
		contentType: 'text/event-stream',
		bytes: Buffer.from(text),
	});
	return ground.records.map(({ id }) => id).filter((id) => text.includes(id));
}

/** As the page of the URPS changes a field of a record. */
async function change(id: string): Promise<void> {
	const path = `/api/departements/${PLACE.departmentCode}/medecins/${id}`;
	const { bytes } = await ask(askerOf('urps'), { where: 'the version', path });
	const { version } = JSON.parse(Buffer.from(bytes).toString()) as { version: number };
	const { status } = await fetch(server.origin + path, {
		method: 'PATCH',
		headers: {
			...{ origin: server.origin, cookie: cookies.get('urps') ?? '' },
			...{ 'content-type': 'application/json', 'if-match': String(version) },
		},
		body: JSON.stringify({ halfDays: 5 }),
	});
	expect(status).toBe(200);
}
