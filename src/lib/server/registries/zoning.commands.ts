import { eq, inArray } from 'drizzle-orm';
import { notFound, TerrimedError } from '#lib/errors.ts';
import { guessMapping, type ImportField } from '#lib/registries/column-guess.rules.ts';
import { readCommuneCode, readZone, type Zone } from '#lib/territory/zoning.rules.ts';
import type { CommuneZoneInput, ZoningFileInput } from '#lib/territory/zoning.input.ts';
import { writeAudit } from '../audit/audit.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import type { BroughtFile } from '../files/upload.ts';
import { commune, communeZoning, department } from '../territory/territory.tables.ts';
import { readRows } from './readers/rows.reader.ts';
import { accountOf } from './registry-region.queries.ts';

/** The most that a file of a zoning may weigh: all the communes of France are under a megabyte. */
export const ZONING_BYTES = 2_097_152;

/** Rows of one statement. */
const AT_ONCE = 1_000;
/** Lines named in the sentence of a refusal: enough to see what is wrong with all. */
const NAMED = 5;

const COLUMNS: readonly ImportField<'commune' | 'zone'>[] = [
	{
		key: 'commune',
		label: 'Code de la commune',
		synonyms: ['code commune', 'code insee', 'insee', 'codgeo', 'depcom', 'com', 'code', 'code geographique'],
	},
	{
		key: 'zone',
		label: 'Zone',
		synonyms: ['zonage', 'classement', 'zone arrete', 'zonage ars', 'zonage medecin', 'qualification'],
	},
];

/**
 * Replaces the zoning of the départements that a file names, all or nothing. @returns how many communes it classes
 * @throws TerrimedError `invalid-input` with the lines that are wrong; `not-found` for whoever does not keep the registry of the region
 */
export async function importZoning(
	context: Context,
	departmentCode: string,
	{ file, source, decidedOn }: ZoningFileInput & { file: BroughtFile },
): Promise<{ communes: number; departmentCodes: string[] }> {
	const { regionCode } = await authorizeInSpace(context, 'seniors.write', departmentCode);
	const read = await readZones(file);
	const known = await context.db
		.select({ code: commune.code, departmentCode: commune.departmentCode })
		.from(commune)
		.innerJoin(department, eq(department.code, commune.departmentCode))
		.where(eq(department.regionCode, regionCode));
	const departmentOf = new Map(known.map((one) => [one.code, one.departmentCode]));
	const strangers = read.filter(({ code }) => !departmentOf.has(code));
	if (strangers.length > 0)
		throw refusal(strangers.map(({ line, code }) => `ligne ${line}, « ${code} » n’est pas de votre région`));
	const departmentCodes = [...new Set(read.map(({ code }) => departmentOf.get(code) ?? ''))].toSorted();
	const replaced = known
		.filter((one) => departmentCodes.includes(one.departmentCode))
		.map(({ code }) => code);
	const updatedAt = context.now();
	await context.db.transaction(async (db) => {
		for (const codes of slices(replaced))
			await db.delete(communeZoning).where(inArray(communeZoning.communeCode, codes));
		for (const some of slices(read)) {
			await db
				.insert(communeZoning)
				.values(some.map(({ code, zone }) => ({ communeCode: code, zone, source, decidedOn, updatedAt })));
		}
		for (const chain of departmentCodes) {
			await writeAudit(db, {
				...{ chain, actorId: accountOf(context), action: 'zoning.import', happenedAt: updatedAt },
				...{ subjectType: 'department', subjectId: chain, details: { communes: read.length, decidedOn } },
			});
		}
	});
	return { communes: read.length, departmentCodes };
}

/** Corrects the zone of one commune of the région. */
export async function setCommuneZone(
	context: Context,
	departmentCode: string,
	{ communeCode, zone, source, decidedOn }: CommuneZoneInput,
): Promise<void> {
	const { regionCode } = await authorizeInSpace(context, 'seniors.write', departmentCode);
	const [found] = await context.db
		.select({ departmentCode: commune.departmentCode, regionCode: department.regionCode })
		.from(commune)
		.innerJoin(department, eq(department.code, commune.departmentCode))
		.where(eq(commune.code, communeCode));
	if (found === undefined || found.regionCode !== regionCode) throw notFound();
	const values = { zone, source, decidedOn, updatedAt: context.now() };
	await context.db.transaction(async (db) => {
		await db
			.insert(communeZoning)
			.values({ communeCode, ...values })
			.onConflictDoUpdate({ target: communeZoning.communeCode, set: values });
		await writeAudit(db, {
			...{ chain: found.departmentCode, actorId: accountOf(context), action: 'zoning.set' },
			...{ subjectType: 'commune', subjectId: communeCode, details: { zone }, happenedAt: values.updatedAt },
		});
	});
}

interface ZonedLine {
	line: number;
	code: string;
	zone: Zone;
}

/** The lines of a file, each with a commune and a zone. @throws TerrimedError when some are not, or none is */
async function readZones({ name, bytes }: BroughtFile): Promise<ZonedLine[]> {
	const source = { name, size: bytes.byteLength, parts: () => parts(bytes) };
	let at: { commune: number; zone: number } | null = null;
	const zones: ZonedLine[] = [];
	const seen = new Map<string, number>();
	const faults: string[] = [];
	for await (const rows of readRows(source)) {
		for (const { line, cells } of rows) {
			if (at === null) {
				at = columnsAt(cells);
				continue;
			}
			const written = cells[at.commune] ?? '';
			const zoneWritten = cells[at.zone] ?? '';
			if (written === '' && zoneWritten === '') continue;
			const code = readCommuneCode(written);
			const zone = readZone(zoneWritten);
			if (code === null)
				faults.push(`ligne ${line}, « ${written.slice(0, 20)} » n’est pas un code de commune`);
			else if (zone === null)
				faults.push(
					`ligne ${line}, « ${zoneWritten.slice(0, 20)} » n’est pas une zone (ZIP, ZAC, ZV, hors zonage)`,
				);
			else if (seen.has(code)) faults.push(`ligne ${line}, ${code} est déjà à la ligne ${seen.get(code)}`);
			else zones.push({ line, code, zone });
			if (code !== null) seen.set(code, line);
		}
	}
	if (faults.length > 0) throw refusal(faults);
	if (zones.length === 0) throw refusal(['aucune commune sous les titres']);
	return zones;
}

function columnsAt(titles: readonly string[]): { commune: number; zone: number } {
	const mapping = guessMapping(titles, COLUMNS);
	const at = { commune: mapping.indexOf('commune'), zone: mapping.indexOf('zone') };
	if (at.commune === -1 || at.zone === -1)
		throw refusal(['il faut une colonne « Code commune » et une colonne « Zone »']);
	return at;
}

function refusal(faults: readonly string[]): TerrimedError {
	const more = faults.length > NAMED ? `, et ${faults.length - NAMED} autres` : '';
	const sentence = `Le zonage n’a pas été changé : ${faults.slice(0, NAMED).join(' ; ')}${more}.`;
	return new TerrimedError('invalid-input', sentence, { file: sentence });
}

async function* parts(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield await Promise.resolve(bytes);
}

function* slices<Item>(items: readonly Item[]): Generator<Item[]> {
	for (let from = 0; from < items.length; from += AT_ONCE) yield items.slice(from, from + AT_ONCE);
}
