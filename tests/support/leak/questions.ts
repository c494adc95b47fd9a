import { knock } from '../route-knock.ts';
import { EXPECTATIONS } from '../doors/doors.ts';
import type { Targets } from '../route-rights.ts';
import { operationKey, type RouteOperation } from '../route-tree.ts';
import type { Found } from './examiner.ts';
import type { PlantedRecord } from './canary.ts';
import type { SeekerName } from './seekers.ts';

/** One request that reads. */
interface Question {
	where: string;
	path: string;
}

export interface Asker {
	seeker: SeekerName;
	origin: string;
	cookie: string | null;
	targets: Targets;
}

export interface Doors {
	records: readonly PlantedRecord[];
	importId: string;
}

/** Where data of people is read as what it is. */
const OF_A_REGISTRY = /\/(medecins|internes)/;

/** Words that begin every canary and are none: what finds them says so without saying them again. */
const PREFIX = 'qx';

interface Variant {
	values?: Record<string, string>;
	query?: string;
}

const queries = (...all: string[]): Variant[] => all.map((query) => ({ query }));
const formats = (all: readonly string[], more = ''): Variant[] =>
	queries(...all.map((one) => `?format=${one}${more}`));

/** What is asked at a route beside what its rights are tried with: each record, each format, lists of each sort. */
function variantsOf({ route, kind, name }: RouteOperation, seeker: SeekerName, doors: Doors): Variant[] {
	const [, registry, below = ''] = /\/(medecins|internes)(\/.*)?$/.exec(route) ?? [];
	if (registry !== undefined) return inRegistry(below, kind, ownRecords(route, doors), doors);
	const key = `${kind} ${route} ${name}`;
	if (key.includes('/recherche ')) return queries(`?q=${PREFIX}`, '?q=mauleon');
	if (key === 'endpoint /api/documents/[id]/export GET')
		return formats(formatsFor(seeker, ['md', 'docx', 'odt', 'pdf']));
	if (key === 'endpoint /api/departements/[code]/plan/export GET')
		return formats(formatsFor(seeker, ['csv', 'xlsx', 'pdf']));
	return [{}];
}

function inRegistry(
	below: string,
	kind: RouteOperation['kind'],
	own: readonly PlantedRecord[],
	{ importId }: Doors,
): Variant[] {
	const each = (name: string): Variant[] => own.map(({ id }) => ({ values: { [name]: id } }));
	switch (below) {
		case '':
			return queries('', `?q=${PREFIX}`, '?sort=-name', '?q=mauleon');
		case '/[[fiche]]':
			return [
				...queries('', `?q=${PREFIX}`, '?tri=-name', '?colonnes=name,rpps,birthYear,phone').map((one) => ({
					...one,
					values: { fiche: '' },
				})),
				...each('fiche'),
			];
		case '/[id]':
			return each('id');
		case '/export':
			return formats(['csv', 'xlsx'], `&q=${PREFIX}`);
		case '/agregats':
			return queries(...['epci', 'commune', 'specialty', 'year'].map((by) => `?by=${by}`));
		case '/importer/[import]':
			return ['', '?etape=2', '?etape=3', '?etape=4'].map((query) => ({
				values: { import: importId },
				query,
			}));
		case '/imports/[id]':
			return [{ values: { id: importId } }];
		default:
			return /\[id\]/.test(below) && kind === 'endpoint' ? each('id') : [{}];
	}
}

function ownRecords(route: string, { records }: Doors): readonly PlantedRecord[] {
	return records.filter(({ registry }) => registry === (route.includes('/medecins') ? 'doctors' : 'interns'));
}

/** Files cost more than pages: one person who may have them takes each format, the others the first. */
function formatsFor(seeker: SeekerName, formats: readonly string[]): readonly string[] {
	return seeker === 'member' ? formats : formats.slice(0, 1);
}

/**
 * Every reading of a route. A page is asked as one that is there goes on to it, for its data, which can be judged field by field and is all that
 * it is drawn from; those of the registries are drawn for everybody too, the others for one person.
 */
export function questionsAt(operation: RouteOperation, asker: Asker, doors: Doors): Question[] {
	const key = operationKey(operation);
	const { seeker, targets } = asker;
	const expectation = EXPECTATIONS[key];
	if (expectation?.streams === true) return [];
	const own = expectation?.parameters?.(targets) ?? {};
	return variantsOf(operation, seeker, doors).flatMap(({ values = {}, query = expectation?.query ?? '' }) => {
		const path = pathOf(operation.route, {
			departement: targets.code,
			code: targets.code,
			...own,
			...values,
		});
		const asked = { where: `${key}${query}`, path: path + query };
		if (operation.kind !== 'page') return [asked];
		const data = { where: `${key}${query} (data)`, path: `${path === '/' ? '' : path}/__data.json${query}` };
		const isDrawn = seeker === 'member' || (query === '' && OF_A_REGISTRY.test(operation.route));
		return isDrawn ? [asked, data] : [data];
	});
}

function pathOf(route: string, values: Record<string, string>): string {
	const path = route
		.replaceAll(/\/\([^)]+\)/g, '')
		.replaceAll(/\/?\[{1,2}(?:\.\.\.)?(\w+)(?:=\w+)?\]{1,2}/g, (_found, name: string) =>
			values[name] === undefined || values[name] === '' ? '' : `/${values[name]}`,
		);
	return path || '/';
}

/** A line that was kept may be closed by the server just when it is taken again. */
async function onceMore<Result>(request: () => Promise<Result>): Promise<Result> {
	try {
		return await request();
	} catch {
		return request();
	}
}

/** What a reading brings back. */
export async function ask(
	{ origin, cookie }: Asker,
	{ where, path }: Question,
): Promise<Found & { status: number }> {
	const accept = path.startsWith('/api/') ? 'application/json' : 'text/html';
	const response = await onceMore(() =>
		fetch(origin + path, {
			redirect: 'manual',
			headers: { origin, accept, ...(cookie === null ? {} : { cookie }) },
		}),
	);
	return {
		...{ where, asked: path, status: response.status },
		contentType: response.headers.get('content-type') ?? '',
		bytes: new Uint8Array(await response.arrayBuffer()),
	};
}

/** What a form, a change or a removal answers, of each kind of record where it is one's. */
export async function tryWriting(asker: Asker, operation: RouteOperation, doors: Doors): Promise<Found[]> {
	const expectation = EXPECTATIONS[operationKey(operation)];
	if (expectation === undefined || expectation.refusalsOnly === true) return [];
	const ofRecord = operation.route.includes('/[id]') || operation.route.includes('[[fiche]]');
	// Each other one: shared with nobody, and as far as one can.
	const own = ownRecords(operation.route, doors).filter((_record, nth) => nth % 2 === 0);
	const ids = ofRecord && OF_A_REGISTRY.test(operation.route) ? own.map(({ id }) => id) : [null];
	const found: Found[] = [];
	for (const id of ids) {
		const targets = id === null ? asker.targets : { ...asker.targets, seniorDoctorId: id };
		const { content } = await onceMore(() => knock({ ...asker, operation, expectation, targets }));
		const isData = content.startsWith('application/');
		found.push({
			...{ where: operationKey(operation), asked: id ?? '' },
			contentType: isData ? 'json' : 'text/html',
			bytes: Buffer.from(isData ? content.slice(content.indexOf('{')) : content),
		});
	}
	return found;
}
