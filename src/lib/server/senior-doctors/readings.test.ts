import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildAccount } from '../../../../tests/support/accounts.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { buildElected, buildSeniorDoctor } from '../../../../tests/support/seniors.ts';
import { buildActor, openSpaces } from '../../../../tests/support/spaces.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import { findAuditFault } from '../audit/audit.ts';
import type { OpenDatabase } from '../database/database.ts';
import { registryReading } from '../registries/reading.tables.ts';
import { exportDoctors } from './doctor-export.queries.ts';
import { listDoctorReadings } from './follow-up.queries.ts';
import { getRegistryPage } from './registry-page.queries.ts';
import { changeSeniorDoctor } from './senior-doctor.commands.ts';
import { listSeniorDoctors, openSeniorDoctor } from './senior-doctor.queries.ts';

let database: OpenDatabase;
let context: TestContext;
let [urps, mayor, member]: TestContext[] = [];

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await openSpaces(context, '64');
	const who = async (displayName: string) => (await buildAccount(context, { displayName })).id;
	urps = context.as(buildActor(await who('Coordinatrice'), 'urps'));
	mayor = context.as(buildElected(await who('Maire'), ['64430']));
	member = context.as(buildActor(await who('Membre'), 'member'));
});
afterAll(() => database.close());

const ADDRESS = { q: '', filters: '', sort: '', cursor: '' };
const doctor = (lastName: string) =>
	buildSeniorDoctor(urps!, { lastName, sharing: 'elected', communeCode: '64430' });
const readings = async (id: string) =>
	(await listDoctorReadings(urps!, '64', id)).map(({ name, way, times }) => `${name} ${way} ${times}`);

test('a record says who opened it, by the page and for programs', async () => {
	const id = await doctor('Ouvrette');
	expect(await readings(id)).toEqual([]);
	await openSeniorDoctor(mayor!, '64', id);
	await openSeniorDoctor(mayor!, '64', id);
	await getRegistryPage(urps!, '64', { ...ADDRESS, columns: '', doctorId: id });
	expect((await readings(id)).toSorted()).toEqual(['Coordinatrice open 1', 'Maire open 2']);
	const page = await getRegistryPage(urps!, '64', { ...ADDRESS, columns: '', doctorId: id });
	expect(page).toMatchObject({ readings: [{}, {}] });
	const mayors = await getRegistryPage(mayor!, '64', { ...ADDRESS, columns: '', doctorId: id });
	expect(mayors).toMatchObject({ readings: [] });
});

test('a search by name and an export are readings of each record that they showed, and of no other', async () => {
	const [found, other] = [await doctor('Cherchette'), await doctor('Ailleurs')];
	await listSeniorDoctors(urps!, '64', ADDRESS);
	expect(await readings(found)).toEqual([]);
	await listSeniorDoctors(mayor!, '64', { ...ADDRESS, q: 'cherchette' });
	expect(await readings(found)).toEqual(['Maire search 1']);
	expect(await readings(other)).toEqual([]);
	await exportDoctors(mayor!, '64', { ...ADDRESS, format: 'csv' });
	expect((await readings(found)).toSorted()).toEqual(['Maire export 1', 'Maire search 1']);
	expect(await readings(other)).toEqual(['Maire export 1']);
});

test('a record shown because somebody else saved it first has been read', async () => {
	const id = await doctor('Croisée');
	const target = { departmentCode: '64', doctorId: id, version: 1 };
	await changeSeniorDoctor(urps!, target, { halfDays: 3 });
	expect(await changeSeniorDoctor(urps!, target, { halfDays: 5 })).toMatchObject({ outcome: 'conflict' });
	expect(await readings(id)).toEqual(['Coordinatrice conflict 1']);
});

test('what is read and the line that says so are written together, or not at all', async () => {
	const id = await doctor('Ensemble');
	const last = async () => ({
		events: await context.db.$count(auditEvent, eq(auditEvent.chain, '64')),
		readings: await context.db.$count(registryReading),
	});
	const before = await last();
	const failing = urps!.db.transaction(async (db) => {
		await listSeniorDoctors({ ...urps!, db }, '64', { ...ADDRESS, q: 'ensemble' });
		await openSeniorDoctor({ ...urps!, db }, '64', id);
		throw new Error('undone');
	});
	await expect(failing).rejects.toThrow('undone');
	expect(await last()).toEqual(before);
	expect(await findAuditFault(context.db, '64')).toBeNull();
});

test('readings are for who writes the registry; the log holds neither names nor words of searches', async () => {
	const id = await doctor('Réservette');
	await listSeniorDoctors(urps!, '64', { ...ADDRESS, q: 'reservette' });
	for (const who of [mayor, member]) {
		await expect(listDoctorReadings(who!, '64', id)).rejects.toMatchObject({ code: 'not-found' });
	}
	const lines = await context.db
		.select()
		.from(auditEvent)
		.where(and(eq(auditEvent.chain, '64'), eq(auditEvent.action, 'seniors.search')));
	expect(JSON.stringify(lines)).not.toMatch(/reserv/i);
	expect(lines.at(-1)?.details).toMatchObject({ records: 1, circle: 'urps' });
});
