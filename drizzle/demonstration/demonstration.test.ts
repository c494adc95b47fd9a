import { asc, eq, isNotNull } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COLLEGES, standardOrganisations } from '#lib/committee/college.catalogue.ts';
import { dayInFrance, mandateState } from '#lib/committee/role.rules.ts';
import { DIAGNOSIS_SECTIONS } from '#lib/documents/diagnosis.template.ts';
import { contentOf, plainText } from '#lib/documents/document.content.ts';
import { documentSchema } from '#lib/documents/document.schema.ts';
import { shownStatus } from '#lib/plan/action.rules.ts';
import { SUGGESTED_INDICATORS } from '#lib/plan/indicator.catalogue.ts';
import { MEASURES } from '#lib/plan/measure.catalogue.ts';
import { account, session } from '#lib/server/accounts/account.tables.ts';
import { signIn } from '#lib/server/accounts/session.commands.ts';
import { findAuditFault, PLATFORM_CHAIN } from '#lib/server/audit/audit.ts';
import { findActor } from '#lib/server/committee/actor.queries.ts';
import { invitation, mandate } from '#lib/server/committee/committee.tables.ts';
import { listOrganisations } from '#lib/server/committee/organisation.queries.ts';
import { listSpaces } from '#lib/server/committee/space.queries.ts';
import type { OpenDatabase } from '#lib/server/database/database.ts';
import { loadCopy } from '#lib/server/documents/document.log.ts';
import { activity, document, documentUpdate } from '#lib/server/documents/document.tables.ts';
import { planAction } from '#lib/server/plan/plan.tables.ts';
import { can } from '#lib/server/policies/policy.ts';
import { commune, departmentIntercommunality } from '#lib/server/territory/territory.tables.ts';
import { yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { buildContext, openTestDatabase, type TestContext } from '../../tests/support/context.ts';
import { demonstrationState, seedDemonstration } from './demonstration.ts';
import { PENDING_INVITATIONS, PEOPLE, PEOPLE_WHO_SIGN_IN } from './people.ts';
import { DEMONSTRATION_PASSWORD, emailOf } from './person.ts';

const DEPARTMENTS = ['64', '40', '12'];

let database: OpenDatabase;
let context: TestContext;

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await seedDemonstration(context);
});
afterAll(() => database.close());

async function as(email: string): Promise<TestContext> {
	const [found] = await database.db.select().from(account).where(eq(account.email, email));
	return context.as(
		await findActor(database.db, { accountId: found!.id, sessionId: '', now: context.now() }),
	);
}

async function copyOf(departmentCode: string, kind: string): Promise<Y.Doc> {
	const rows = await database.db.select().from(document).where(eq(document.departmentCode, departmentCode));
	return loadCopy(database.db, rows.find((row) => row.kind === kind)!.id);
}

describe('people', () => {
	test('the accounts of the contract are there', () => {
		const keys = ['admin', 'animatrice64', 'maire64', 'cpts64', 'membre40', 'membre12', 'urps', 'ars'];
		expect(PEOPLE_WHO_SIGN_IN.map(({ email }) => email)).toEqual(expect.arrayContaining(keys.map(emailOf)));
	});

	test.each(PEOPLE_WHO_SIGN_IN)('$email signs in', async ({ email }) => {
		const cookie = await signIn(context, { email, password: DEMONSTRATION_PASSWORD, device: 'test' });
		expect(cookie.value).not.toBe('');
		await context.settled();
	});

	test('nobody else knows a password', async () => {
		const silent = PEOPLE.filter((person) => !person.signsIn);
		expect(silent.length).toBeGreaterThanOrEqual(12);
		for (const { key } of silent.slice(0, 3)) {
			const attempt = signIn(context, { email: emailOf(key), password: DEMONSTRATION_PASSWORD, device: '' });
			await expect(attempt).rejects.toMatchObject({ code: 'invalid-input' });
		}
	});

	test.each([
		['admin', [], []],
		['animatrice64', ['64'], ['64']],
		['maire64', ['64'], ['64']],
		['cpts64', ['64'], ['64']],
		['membre40', ['40'], ['40']],
		['membre12', ['12'], ['12']],
		['urps', ['40', '64'], ['40', '64']],
		['ars', ['40', '64'], []],
	])('%s reads %j and writes in %j', async (key, reads, writes) => {
		const spaces = await listSpaces(await as(emailOf(key)));
		expect(spaces.map((space) => space.departmentCode)).toEqual(reads);
		const writable = spaces.filter((space) => space.abilities.includes('document.write'));
		expect(writable.map((space) => space.departmentCode)).toEqual(writes);
	});

	test('the mayor answers for communes of the Soule', async () => {
		const { actor } = await as(emailOf('maire64'));
		if (actor.kind !== 'account') throw new Error('no account');
		expect(actor.grants[0]?.communeCodes).toContain('64371');
		const known = await database.db.select().from(commune).where(eq(commune.departmentCode, '64'));
		const codes = new Set(known.map((row) => row.code));
		expect(actor.grants[0]?.communeCodes.every((code) => codes.has(code))).toBe(true);
	});

	test('mandates are in every state, and two invitations wait for an answer', async () => {
		const today = dayInFrance(context.now());
		const mandates = await database.db.select().from(mandate).where(eq(mandate.departmentCode, '64'));
		const states = new Set(mandates.map((row) => mandateState(row, today)));
		expect(states).toEqual(new Set(['current', 'expiring', 'expired', 'ended']));
		const waiting = (await database.db.select().from(invitation)).filter((row) => row.usedAt === null);
		expect(waiting.map((row) => row.email).sort()).toEqual(
			PENDING_INVITATIONS.map(({ key }) => emailOf(key)).sort(),
		);
		expect(waiting.every((row) => row.expiresAt > context.now())).toBe(true);
		expect(context.mails.map((letter) => letter.to).sort()).toEqual(waiting.map((row) => row.email).sort());
	});

	test.each(DEPARTMENTS)('%s has every organisation of every college', async (departmentCode) => {
		const admin = await as(emailOf('admin'));
		const organisations = await listOrganisations(admin, departmentCode);
		const names = organisations.map((one) => one.name);
		expect(names).toEqual(expect.arrayContaining(standardOrganisations().map((one) => one.name)));
		for (const college of COLLEGES) {
			const held = organisations.filter((one) => one.college === college.slug);
			expect(held.length, college.slug).toBeGreaterThanOrEqual(college.organisations.length);
		}
	});
});

describe('documents', () => {
	test.each(DEPARTMENTS)('the eight parts of the diagnosis of %s are filled', async (departmentCode) => {
		const doc = await copyOf(departmentCode, 'diagnosis');
		const parts = partsOf(contentOf(doc));
		expect(parts.map((part) => part.title)).toEqual(DIAGNOSIS_SECTIONS.map((section) => section.title));
		for (const [index, part] of parts.entries()) {
			expect(part.text.length, part.title).toBeGreaterThan(60);
			expect(part.text).not.toContain(DIAGNOSIS_SECTIONS[index]!.hint);
			expect(part.text, 'spaces that do not break').not.toMatch(/ [;:?!%»€]|« |\d \d{3}|\p{L}'/u);
		}
		expect(() => yXmlFragmentToProseMirrorRootNode(contentOf(doc), documentSchema()).check()).not.toThrow();
	});

	test('the diagnosis of 64 has tables, lists, tasks, a quotation, a link and highlights', async () => {
		const root = yXmlFragmentToProseMirrorRootNode(
			contentOf(await copyOf('64', 'diagnosis')),
			documentSchema(),
		);
		const found = new Set<string>();
		root.descendants((node) => {
			found.add(node.type.name);
			for (const mark of node.marks) found.add(mark.type.name);
		});
		const wanted = [
			'table',
			'bulletList',
			'orderedList',
			'taskList',
			'blockquote',
			'link',
			'highlight',
			'bold',
		];
		expect([...found]).toEqual(expect.arrayContaining(wanted));
	});

	test('whoever wrote had the right to, at that time', async () => {
		const rows = await database.db
			.select({
				accountId: documentUpdate.accountId,
				createdAt: documentUpdate.createdAt,
				departmentCode: document.departmentCode,
			})
			.from(documentUpdate)
			.innerJoin(document, eq(document.id, documentUpdate.documentId))
			.where(isNotNull(documentUpdate.accountId));
		expect(new Set(rows.map((row) => row.accountId)).size).toBeGreaterThanOrEqual(8);
		for (const { accountId, createdAt, departmentCode } of rows) {
			const actor = await findActor(database.db, { accountId: accountId!, sessionId: '', now: createdAt });
			const regionCode = departmentCode === '12' ? '76' : '75';
			expect(can(actor, 'document.write', { departmentCode, regionCode })).toBe(true);
		}
	});

	test('the home of 64 has something to tell, by several people', async () => {
		const rows = await database.db.select().from(activity).where(eq(activity.departmentCode, '64'));
		expect(new Set(rows.map((row) => row.verb))).toEqual(
			new Set(['text-edited', 'action-added', 'action-field-changed', 'document-created']),
		);
		const lastWeek = rows.filter(
			(row) => row.happenedAt > new Date(context.now().getTime() - 7 * 86_400_000),
		);
		expect(new Set(lastWeek.map((row) => row.accountId)).size).toBeGreaterThanOrEqual(4);
		expect(rows.every((row) => row.happenedAt <= context.now())).toBe(true);
	});
});

describe('plans', () => {
	test.each([
		['64', 12, 15],
		['40', 4, 5],
		['12', 4, 5],
	])('%s has from %i to %i actions that refer to what exists', async (departmentCode, least, most) => {
		const rows = await database.db
			.select()
			.from(planAction)
			.where(eq(planAction.departmentCode, departmentCode))
			.orderBy(asc(planAction.proposition), asc(planAction.rank));
		expect(rows.length).toBeGreaterThanOrEqual(least);
		expect(rows.length).toBeLessThanOrEqual(most);
		const { communes, intercommunalities, organisations } = await known(departmentCode);
		const measures = new Set(MEASURES.map((measure) => measure.code));
		const indicators = new Set(SUGGESTED_INDICATORS.map((indicator) => indicator.code));
		for (const row of rows) {
			expect(measures.has(row.measure), row.measure).toBe(true);
			expect(row.measure.startsWith(`P${row.proposition}.`), row.title).toBe(true);
			expect(organisations.has(row.leadOrganisationId!)).toBe(true);
			expect(row.partnerOrganisationIds.length).toBeGreaterThan(0);
			expect(row.partnerOrganisationIds.every((id) => organisations.has(id))).toBe(true);
			expect(
				row.communeCodes.every((code) => communes.has(code)),
				row.title,
			).toBe(true);
			expect(
				row.intercommunalityCodes.every((code) => intercommunalities.has(code)),
				row.title,
			).toBe(true);
			expect(
				row.indicators.every((code) => indicators.has(code)),
				row.title,
			).toBe(true);
			expect(row.milestones.length).toBeGreaterThan(0);
			expect(row.description).not.toBe('');
			expect(`${row.title}${row.objective}${row.obstacles}`).not.toMatch(/ [;:?!%»€]|\p{L}'/u);
		}
	});

	test('the plan of 64 is at different stages, in every proposition', async () => {
		const rows = await database.db.select().from(planAction).where(eq(planAction.departmentCode, '64'));
		const today = dayInFrance(context.now());
		const shown = rows.map((row) => shownStatus(row, today));
		expect(new Set(shown)).toEqual(new Set(['proposed', 'on-track', 'at-risk', 'late', 'done']));
		expect(shown.filter((status) => status === 'late').length).toBeGreaterThanOrEqual(2);
		expect(new Set(rows.map((row) => row.proposition)).size).toBe(10);
	});
});

test('the logs are whole and no session is left open', async () => {
	for (const chain of [PLATFORM_CHAIN, ...DEPARTMENTS]) {
		expect(await findAuditFault(database.db, chain)).toBeNull();
	}
	const sessions = await database.db.select().from(session);
	expect(sessions.every((row) => row.device === 'test')).toBe(true);
});

test('it is loaded once', async () => {
	const before = await database.db.select().from(account);
	expect(await demonstrationState(database.db)).toBe('complete');
	await expect(seedDemonstration(context)).rejects.toMatchObject({ code: 'conflict' });
	expect(await database.db.select().from(account)).toHaveLength(before.length);
});

test('stopped in the middle it leaves nothing, and a database in use is refused', async () => {
	const other = await openTestDatabase();
	const fresh = buildContext({ db: other.db });
	let left = 20;
	const passwords = {
		...fresh.passwords,
		hash: (password: string) =>
			left-- > 0 ? fresh.passwords.hash(password) : Promise.reject(new Error('the process was killed')),
	};
	await expect(seedDemonstration({ ...fresh, passwords })).rejects.toThrow('killed');
	expect(await demonstrationState(other.db)).toBe('empty');
	expect(await other.db.select().from(document)).toEqual([]);
	expect(fresh.mails).toEqual([]);

	await other.db.insert(account).values({
		id: '0198c000-0000-7000-8000-000000000000',
		email: 'quelqu-un@exemple.test',
		displayName: 'Quelqu’un',
		createdAt: fresh.now(),
	});
	await expect(seedDemonstration(fresh)).rejects.toThrow('base vide');
	expect(await demonstrationState(other.db)).toBe('other');
	await other.close();
});

interface Part {
	title: string;
	text: string;
}

/** The headings of the first level with the text under each. */
function partsOf(fragment: Y.XmlFragment): Part[] {
	const parts: Part[] = [];
	for (const node of fragment.toArray()) {
		if (!(node instanceof Y.XmlElement)) continue;
		if (node.nodeName === 'heading' && Number(node.getAttribute('level')) === 1) {
			parts.push({ title: plainText(node), text: '' });
		} else {
			const part = parts.at(-1);
			if (part !== undefined) part.text += `${plainText(node)}\n`;
		}
	}
	return parts;
}

async function known(
	departmentCode: string,
): Promise<Record<'communes' | 'intercommunalities' | 'organisations', Set<string>>> {
	const communes = await database.db.select().from(commune).where(eq(commune.departmentCode, departmentCode));
	const links = await database.db
		.select()
		.from(departmentIntercommunality)
		.where(eq(departmentIntercommunality.departmentCode, departmentCode));
	const organisations = await listOrganisations(await as(emailOf('admin')), departmentCode);
	return {
		communes: new Set(communes.map((row) => row.code)),
		intercommunalities: new Set(links.map((row) => row.intercommunalityCode)),
		organisations: new Set(organisations.map((row) => row.id)),
	};
}
