import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { JOB_HANDLERS } from '#server/job-handlers.ts';
import { changesBetween, reviewFigures } from '#lib/evaluation/changes/change.rules.ts';
import type { DossierManifest } from '#lib/evaluation/dossier/dossier.manifest.rules.ts';
import type { Dossier, DossierFormat } from '#lib/evaluation/dossier/dossier.ts';
import { newId } from '#lib/identifiers.ts';
import { amount } from '#lib/indicators/indicator.words.ts';
import { buildMember, seenBy, type BuiltMember } from '../../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../../tests/support/context.ts';
import { appendChange } from '../../../../../tests/support/document-log.ts';
import { openSpaces } from '../../../../../tests/support/spaces.ts';
import { auditChain } from '../../audit/audit.tables.ts';
import { organisation } from '../../committee/committee.tables.ts';
import type { OpenDatabase } from '../../database/database.ts';
import { document } from '../../documents/document.tables.ts';
import { adoptVersion } from '../../documents/version.commands.ts';
import { listIndicators } from '../../indicators/indicator.queries.ts';
import { enterValues } from '../../indicators/value.commands.ts';
import { createJobRunner } from '../../jobs/job.runner.ts';
import { checkInside } from './dossier-check.ts';
import { fetchDossier, getDossierPage } from './dossier-list.queries.ts';
import { openDossier } from './dossier-opening.ts';
import { checkRecorded } from './dossier-record.queries.ts';
import { exportDossier, prepareDossier } from './dossier.commands.ts';
import { evaluationDossier } from './dossier.tables.ts';
import { readStateOn } from '../state/state.queries.ts';
import { sha256 } from './writers/dossier.pieces.ts';

let database: OpenDatabase;
let context: TestContext;
let people: Record<'claire' | 'member' | 'maite' | 'evaluator' | 'neighbour', BuiltMember>;
/** The whole file, as the evaluator took it first, and the last line of the log before that. */
let zip: Uint8Array;
let headThen: typeof auditChain.$inferSelect | undefined;
const as = (who: keyof typeof people): Promise<TestContext> => seenBy(context, people[who]);
const at = (text: string): Date => (context.clock = new Date(text));
const PERIOD = { departmentCode: '64', from: '2026-02-15', until: '2026-04-30' };

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db, clock: new Date('2026-01-05T09:00:00Z') });
	await openSpaces(context, '64', '12');
	const bodies = await context.db.select().from(organisation).where(eq(organisation.regionCode, '75'));
	const regional = { regionCode: '75', organisationName: bodies[0]!.name };
	people = {
		claire: await buildMember(context, {
			role: 'facilitator',
			departmentCode: '64',
			displayName: 'Claire Dufau',
		}),
		member: await buildMember(context, { role: 'member', departmentCode: '64' }),
		maite: await buildMember(context, { role: 'urps', ...regional, displayName: 'Maïté Irigoyen' }),
		evaluator: await buildMember(context, { role: 'ars', ...regional, displayName: 'Hélène Castaing' }),
		neighbour: await buildMember(context, { role: 'member', departmentCode: '12' }),
	};
	await live();
	at('2026-05-02T10:00:00Z');
	[headThen] = await context.db.select().from(auditChain).where(eq(auditChain.chain, '64'));
	zip = await taken('evaluator', 'zip');
});
afterAll(() => database.close());

/** Some weeks of a committee: an action that ends, a value, a diagnosis that is adopted. */
async function live(): Promise<void> {
	const documents = await context.db.select().from(document).where(eq(document.departmentCode, '64'));
	const idOf = (kind: string): string => documents.find((one) => one.kind === kind)!.id;
	const doc = new Y.Doc();
	const id = newId();
	const write = (when: string, change: (doc: Y.Doc) => void) =>
		appendChange(context.db, {
			documentId: idOf('plan'),
			doc,
			accountId: people.claire.id,
			at: at(when),
			change,
		});
	await write('2026-02-01T10:00:00Z', (plan) => {
		const fields = {
			title: 'Ouvrir un guichet',
			proposition: 5,
			rank: 'V',
			dueOn: '2026-06-15',
			status: 'on-track',
		};
		plan.getMap('actions').set(id, new Y.Map(Object.entries(fields)));
	});
	await write('2026-04-01T10:00:00Z', (plan) => {
		(plan.getMap('actions').get(id) as Y.Map<unknown>).set('status', 'done');
	});
	at('2026-04-02T10:00:00Z');
	const entry = { code: 'I5.2', period: '2026-T1', state: 'validated' as const, source: 'URPS', comment: '' };
	await enterValues(await as('maite'), '64', [{ ...entry, value: 1_640.5, replaces: null }]);
	at('2026-04-03T10:00:00Z');
	const place = { departmentCode: '64', documentId: idOf('diagnosis') };
	await adoptVersion(await as('claire'), place, { name: 'Printemps', then: 'freeze' });
}

async function taken(who: keyof typeof people, format: DossierFormat): Promise<Uint8Array> {
	const file = await exportDossier(await as(who), { ...PERIOD, format });
	expect(file.name).toBe(`dossier-evaluation-64-2026-02-15-2026-04-30.${format}`);
	return file.bytes;
}

const dataOf = (zip: Uint8Array): Dossier =>
	JSON.parse(strFromU8(unzipSync(zip)['dossier.json']!)) as Dossier;

async function verdict(bytes: Uint8Array): Promise<string[]> {
	const opened = openDossier(bytes)!;
	const findings = [...checkInside(opened), ...(await checkRecorded(context.db, opened))];
	return [...new Set(findings.map(({ piece, fault }) => `${piece} ${fault}`))];
}

describe('what a file says', () => {
	test('the figures of the pages, to the digit', async () => {
		const told = dataOf(zip);
		const evaluator = await as('evaluator');
		const before = await readStateOn(evaluator, '64', PERIOD.from);
		const after = await readStateOn(evaluator, '64', PERIOD.until);
		const { done, late, upToDate, added } = reviewFigures(before, after);
		expect(told.figures.map(({ value, before: was }) => [value, was])).toEqual([
			[String(done.after), `contre ${done.before}`],
			[String(late.after), `contre ${late.before}`],
			[`${upToDate.after} sur ${upToDate.followed}`, `contre ${upToDate.before}`],
			[String(added), ''],
		]);
		expect([done.after, done.before]).toEqual([1, 0]);
		expect(told.changes).toHaveLength(changesBetween(before, after).length);
		at('2026-04-30T21:00:00Z');
		const listed = await listIndicators(await as('evaluator'), '64');
		at('2026-05-02T10:00:00Z');
		expect(told.indicators.map(({ code, status, sentence }) => [code, status, sentence])).toEqual(
			listed.map(({ code, judgement }) => [code, judgement.status, judgement.sentence]),
		);
		const [value] = listed.find(({ code }) => code === 'I5.2')!.values;
		const [kept] = told.indicators.find(({ code }) => code === 'I5.2')!.values;
		expect(amount(kept!.value, '')).toBe(amount(value!.value, ''));
		expect(amount(kept!.value, '')).toBe('1\u00a0640,5');
		expect(told.plan.until).toEqual({ seq: after.plan.seq, sha256: after.plan.hash });
	});

	test('the diagnosis that was adopted, the log for whoever may read it, nobody by name', async () => {
		const told = dataOf(zip);
		expect(told.diagnosis).toMatchObject({
			name: 'Printemps',
			sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
		});
		expect(told.journal.map(({ action }) => action)).toContain('version.adopt');
		expect(told.composition.length).toBeGreaterThan(3);
		expect(JSON.stringify(told)).not.toMatch(/Dufau|Irigoyen|Castaing/);
		const member = dataOf(await taken('member', 'zip'));
		expect([member.parts.includes('journal'), member.journal]).toEqual([false, []]);
	});

	test('the chain’s head when it was prepared', () => {
		const { seq, hash } = headThen!;
		expect(dataOf(zip).auditChain).toEqual({ chain: '64', seq, sha256: hash });
	});
});

describe('checked with the records of the server', () => {
	test.each(['zip', 'pdf', 'ods'] as const)('a %s is the one that the server made', async (format) => {
		const bytes = format === 'zip' ? zip : await taken('evaluator', format);
		expect(await verdict(bytes)).toEqual([]);
		const [row] = await context.db
			.select()
			.from(evaluationDossier)
			.where(eq(evaluationDossier.fileSha256, sha256(bytes)));
		expect(row).toMatchObject({ departmentCode: '64', format, madeBy: people.evaluator.id });
	});

	test('data written again with all that follows from them are named', async () => {
		const files: Record<string, Uint8Array> = unzipSync(zip);
		const data = dataOf(zipSync(files));
		files['dossier.json'] = strToU8(
			`${JSON.stringify({ ...data, sentence: 'Tout va bien.' }, null, '\t')}\n`,
		);
		const manifest = JSON.parse(strFromU8(files['manifest.json']!)) as DossierManifest;
		const hash = sha256(files['dossier.json']);
		Object.assign(
			manifest.pieces.find(({ path }) => path === 'dossier.json')!,
			{
				...{ sha256: hash, bytes: files['dossier.json'].length },
			},
		);
		manifest.reference = `${manifest.reference.slice(0, -12)}${hash.slice(0, 12)}`;
		files['manifest.json'] = strToU8(`${JSON.stringify(manifest, null, '\t')}\n`);
		expect(await verdict(zipSync(files))).toEqual([
			...['dossier.pdf foreign', 'dossier.ods foreign'],
			...['dossier.json altered', 'manifest.json altered'],
		]);
	});

	test('the same pieces in another archive, a file of another server, a head that no chain holds', async () => {
		const bytes = zip;
		expect(await verdict(zipSync(unzipSync(bytes)))).toEqual(['dossier repacked']);
		const other = openDossier(bytes)!;
		Object.assign(other.manifest, { reference: 'x', preparedAt: '2020-01-01T00:00:00.000Z' });
		Object.assign(other, { bytes: strToU8('x') });
		other.manifest.auditChain.sha256 = 'a'.repeat(64);
		const findings = await checkRecorded(context.db, other);
		expect(findings.map(({ piece, fault }) => `${piece} ${fault}`)).toEqual([
			...['dossier unrecorded', 'journal du comité unchained'],
		]);
	});

	test('nothing of the records changes', async () => {
		const change = context.db.update(evaluationDossier).set({ fileSha256: 'a' });
		await expect(change).rejects.toThrow();
		await expect(context.db.delete(evaluationDossier)).rejects.toThrow();
	});
});

describe('who may ask', () => {
	test('nobody of another committee, and nobody for days that are not there', async () => {
		const refused = (who: keyof typeof people, more: Partial<typeof PERIOD>) =>
			as(who).then((seen) => exportDossier(seen, { ...PERIOD, ...more, format: 'pdf' }));
		await expect(refused('neighbour', {})).rejects.toMatchObject({ code: 'not-found' });
		await expect(refused('evaluator', { until: '2026-02-01' })).rejects.toMatchObject({
			code: 'invalid-input',
		});
		await expect(refused('evaluator', { until: '2026-05-03' })).rejects.toMatchObject({
			code: 'invalid-input',
		});
		await expect(refused('evaluator', { from: '2025-12-01' })).rejects.toMatchObject({
			code: 'invalid-input',
		});
	});

	test('a file prepared beside the pages is its owner’s, with its fingerprint', async () => {
		const evaluator = await as('evaluator');
		const asked = { ...{ from: PERIOD.from, until: PERIOD.until }, format: 'ods', plan: '1' } as const;
		const { id } = await prepareDossier(evaluator, '64', asked);
		expect(await prepareDossier(evaluator, '64', asked)).toEqual({ id });
		const runner = createJobRunner({
			...{ db: context.db, events: context.events, now: context.now, runner: 'one', alone: true },
			...{ handlers: JOB_HANDLERS, purges: [], contextOf: () => as('evaluator') },
			timers: { setTimeout: () => null, clearTimeout: () => {} },
			reportError: (error) => {
				throw error;
			},
		});
		await runner.settle();
		await runner.close();
		const page = await getDossierPage(evaluator, '64', { from: null, until: null });
		const made = page.made.find((one) => one.id === id)!;
		expect(made).toMatchObject({ state: 'done', format: 'ods', isKept: true });
		const file = await fetchDossier(evaluator, '64', id);
		const parts = await Array.fromAsync(file.parts);
		const bytes = new Uint8Array(Buffer.concat(parts));
		expect(sha256(bytes)).toBe(made.sha256);
		expect(await verdict(bytes)).toEqual([]);
		expect(openDossier(bytes)!.manifest).toMatchObject({ parts: ['plan'] });
		for (const who of ['claire', 'neighbour'] as const) {
			await expect(as(who).then((seen) => fetchDossier(seen, '64', id))).rejects.toMatchObject({
				code: 'not-found',
			});
		}
		const theirs = await getDossierPage(await as('claire'), '64', { from: null, until: null });
		expect(theirs.made).toEqual([]);
	});
});
