import { notFound } from '#lib/errors.ts';
import { numberActions } from '#lib/plan/action.rules.ts';
import { titleInWords } from '#lib/plan/action.words.ts';
import { actionsOf, readActions, readDescription } from '#lib/plan/plan.content.ts';
import { planSheet, type PlanSheet, type ToldAction } from '#lib/plan/plan-file.rules.ts';
import type { NameLookup } from '#lib/plan/plan-import.cells.ts';
import { namesIn } from '#lib/plan/plan-import.lists.ts';
import { normaliseSearch } from '#lib/territory/territory.rules.ts';
import type * as Y from 'yjs';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import type { DocumentSummary } from '../documents/document.queries.ts';
import { loadCopy } from '../documents/document.log.ts';
import { communesByCode, searchCommunes } from '../territory/territory.queries.ts';
import { namesOf } from './plan-export.queries.ts';
import { getPlanPage, type PlanPage } from './plan.queries.ts';

/** The plan as a file is compared with it: what people see live, not its projection. */
export interface PlanToCompare {
	document: DocumentSummary;
	page: PlanPage;
	/** A copy of the shared plan; whoever asked destroys it. */
	doc: Y.Doc;
}

/** Names of communes looked up for one file: more than a département has would be no plan. */
const COMMUNES_LOOKED_UP = 400;

/** Whoever may write in the plan, now. @throws TerrimedError `not-found` */
export async function authorizePlanImport(context: Context, departmentCode: string): Promise<PlanPage> {
	await authorizeInSpace(context, 'plan.write', departmentCode);
	const page = await getPlanPage(context, departmentCode);
	if (page.document.access !== 'write') throw notFound();
	return page;
}

export async function readPlanToCompare(context: Context, page: PlanPage): Promise<PlanToCompare> {
	return { document: page.document, page, doc: await loadCopy(context.db, page.document.id) };
}

/** The plan as it would be taken away now. */
export function sheetOf({ doc, page }: PlanToCompare): PlanSheet {
	const maps = actionsOf(doc);
	const actions = readActions(doc);
	const numbers = numberActions(actions);
	const told: ToldAction[] = actions.map((action) => ({
		...action,
		number: numbers.get(action.id) ?? '',
		description: readDescription(maps.get(action.id)),
	}));
	return planSheet(told, namesOf({ ...page, actions: told }), page.today);
}

/** What the names of a file refer to; `communeCells` are the cells that name communes. */
export async function lookUpNames(
	context: Context,
	page: PlanPage,
	communeCells: readonly string[],
): Promise<NameLookup> {
	const communes = new Map(page.communes.map(({ code, name }) => [plain(name), [code]]));
	for (const name of new Set(communeCells.flatMap(namesIn))) {
		if (communes.has(plain(name)) || communes.size > COMMUNES_LOOKED_UP) continue;
		communes.set(plain(name), await communeCodes(context, page.document.departmentCode, name));
	}
	return {
		organisation: finder(
			page.organisations.flatMap(({ id, name, acronym }): [string, string][] =>
				acronym === '' || acronym === name
					? [[name, id]]
					: [
							[name, id],
							[acronym, id],
						],
			),
		),
		person: finder(page.people.map(({ accountId, name }) => [name, accountId])),
		commune: (name) => communes.get(plain(name)) ?? [],
		intercommunality: finder(page.intercommunalities.map(({ code, name }) => [name, code])),
		action: actionFinder(page.actions),
	};
}

async function communeCodes(context: Context, departmentCode: string, name: string): Promise<string[]> {
	const asked = name.trim();
	const found = /^[0-9AB]{5}$/.test(asked)
		? await communesByCode(context, [asked])
		: (await searchCommunes(context, departmentCode, asked)).filter(
				(one) => plain(one.name) === plain(asked),
			);
	return found.map(({ code }) => code);
}

function finder(entries: readonly (readonly [string, string])[]): (name: string) => readonly string[] {
	const found = new Map<string, Set<string>>();
	for (const [name, id] of entries) {
		const ids = found.get(plain(name)) ?? new Set();
		found.set(plain(name), ids.add(id));
	}
	return (name) => [...(found.get(plain(name)) ?? [])];
}

/** An action by its number and title, by its title, or by its number when nothing else is said. */
function actionFinder(actions: PlanPage['actions']): NameLookup['action'] {
	const whole = finder(actions.map(({ id, number, title }) => [`${number} ${titleInWords(title)}`, id]));
	const titles = finder(actions.map(({ id, title }) => [titleInWords(title), id]));
	const numbers = new Map(actions.map(({ id, number }) => [number, [id]]));
	return (name) => {
		const found = [whole(name), titles(name), titles(name.replace(/^\d{1,2}\.\d{1,3}\s+/, ''))];
		return found.find((ids) => ids.length > 0) ?? numbers.get(name.trim()) ?? [];
	};
}

const plain = normaliseSearch;
