import * as Y from 'yjs';
import type { BudgetLine, Milestone, Obstacle } from '#lib/plan/action.rules.ts';

/** An action as the walk remembers it: plain values, kept beside the shared document and never read from it. */
interface KnownAction {
	id: string;
	proposition: number;
	rank: string;
	fields: Record<string, string | number | null>;
	sets: Record<
		'partnerOrganisationIds' | 'communeCodes' | 'intercommunalityCodes' | 'indicators',
		Set<string>
	>;
	milestones: (Milestone & { rank: string })[];
	budgetLines: BudgetLine[];
	obstacleList: Obstacle[];
	waitsFor: Set<string>;
	paragraphs: string[];
}

/** A plan that people change at random, the same for the same numbers. */
export interface PlanWalk {
	doc: Y.Doc;
	/** One change, in one transaction. */
	step(): void;
	/** The actions as they must be read on a day, by the values remembered. */
	actionsOn(day: string): Record<string, unknown>[];
}

const STATUSES = ['proposed', 'on-track', 'at-risk', 'late', 'done'];
const RANKS = ['1', '4V', 'A', 'F', 'K', 'Pz', 'V', 'a', 'f5', 'k', 'q', 'x'];
const WORDS = ['ouvrir', 'un', 'cabinet', 'à', 'Mauléon', 'avec', 'la', 'CPTS', 'avant', 'l’été', '2027'];
const COMMUNES = ['64371', '64430', '64024', '64102', '2A004'];
const INDICATORS = ['I1.1', 'I2.3', 'I5.2', 'I5.4', 'I10.1'];
const MOST_ACTIONS = 60;

/** @param ids organisations and people that the actions may name */
export function createPlanWalk(random: () => number, ids: readonly string[]): PlanWalk {
	const doc = new Y.Doc();
	const actions = doc.getMap<Y.Map<unknown>>('actions');
	const known = new Map<string, KnownAction>();
	let made = 0;
	const below = (limit: number): number => Math.floor(random() * limit);
	const pick = <Value>(list: readonly Value[]): Value => list[below(list.length)] as Value;
	const words = (most: number): string =>
		Array.from({ length: 1 + below(most) }, () => pick(WORDS)).join(' ');
	const day = (): string => `202${6 + below(2)}-0${1 + below(9)}-${10 + below(18)}`;
	const newId = (): string => `01900000-0000-7000-8000-${String((made += 1)).padStart(12, '0')}`;
	const mapOf = (id: string, key: string): Y.Map<unknown> => actions.get(id)?.get(key) as Y.Map<unknown>;

	function add(): void {
		const [id, proposition, rank] = [newId(), 1 + below(10), pick(RANKS)];
		const map = new Y.Map<unknown>(Object.entries({ proposition, rank, title: `Action ${made}` }));
		const sets = ['partnerOrganisationIds', 'communeCodes', 'intercommunalityCodes', 'indicators'];
		for (const key of [...sets, 'milestones']) map.set(key, new Y.Map());
		map.set('description', new Y.XmlFragment());
		actions.set(id, map);
		known.set(id, {
			...{ id, proposition, rank, fields: { title: `Action ${made}` }, milestones: [], budgetLines: [] },
			sets: {
				...{ partnerOrganisationIds: new Set(), communeCodes: new Set() },
				...{ intercommunalityCodes: new Set(), indicators: new Set() },
			},
			...{ obstacleList: [], waitsFor: new Set(), paragraphs: [] },
		});
	}

	const FIELDS: Record<string, () => string | number | null> = {
		title: () => words(6),
		objective: () => words(20),
		leadOrganisationId: () => (random() < 0.2 ? null : pick(ids)),
		responsibleAccountId: () => pick(ids),
		startsOn: day,
		dueOn: () => (random() < 0.1 ? null : day()),
		status: () => pick(STATUSES),
		progress: () => below(101),
		budgetCents: () => below(10_000_000),
		staffingHundredths: () => below(300),
		staffing: () => words(4),
		obstacles: () => words(12),
	};

	function setField(one: KnownAction): void {
		const key = pick(Object.keys(FIELDS));
		const value = FIELDS[key]?.() ?? null;
		actions.get(one.id)?.set(key, value);
		one.fields[key] = value;
	}

	function toggle(one: KnownAction): void {
		const key = pick([
			'partnerOrganisationIds',
			'communeCodes',
			'indicators',
			'intercommunalityCodes',
		] as const);
		const codes = { partnerOrganisationIds: ids, communeCodes: COMMUNES, indicators: INDICATORS };
		const code = key === 'intercommunalityCodes' ? pick(['200067106', '246401756']) : pick(codes[key]);
		if (one.sets[key].delete(code)) mapOf(one.id, key).delete(code);
		else {
			one.sets[key].add(code);
			mapOf(one.id, key).set(code, true);
		}
	}

	function milestone(one: KnownAction): void {
		const held = pick(one.milestones);
		if (one.milestones.length > 0 && random() < 0.5) {
			(mapOf(one.id, 'milestones').get(held.id) as Y.Map<unknown>).set('done', !held.done);
			held.done = !held.done;
			return;
		}
		const fresh = { id: newId(), rank: pick(RANKS), title: words(5), dueOn: day(), done: false };
		const { id, ...values } = fresh;
		mapOf(one.id, 'milestones').set(id, new Y.Map<unknown>(Object.entries(values)));
		one.milestones.push(fresh);
	}

	function entry(one: KnownAction): void {
		const [id, map, kind] = [newId(), actions.get(one.id), below(3)];
		if (kind === 0 && one.budgetLines.length < 20) {
			const amounts = { plannedCents: below(1_000_000), committedCents: null, spentCents: below(1_000) };
			const line = { year: 2025 + below(4), funder: pick(['ARS', 'FEDER', 'CD64']), ...amounts };
			map?.set(`budgetLines/${id}`, new Y.Map<unknown>(Object.entries(line)));
			one.budgetLines.push({ id, ...line });
		} else if (kind === 1 && one.obstacleList.length < 20) {
			const obstacle = { text: words(8), answer: words(4), lifted: random() < 0.5 };
			map?.set(`obstacleList/${id}`, new Y.Map<unknown>(Object.entries(obstacle)));
			one.obstacleList.push({ id, ...obstacle });
		} else {
			const on = pick([...known.keys()].filter((other) => other !== one.id));
			if (one.waitsFor.delete(on)) map?.delete(`waitsFor/${on}`);
			else {
				one.waitsFor.add(on);
				map?.set(`waitsFor/${on}`, true);
			}
		}
	}

	function write(one: KnownAction): void {
		const fragment = actions.get(one.id)?.get('description') as Y.XmlFragment;
		const at = below(one.paragraphs.length);
		if (one.paragraphs.length === 0 || (one.paragraphs.length < 5 && random() < 0.2)) {
			const [element, text] = [new Y.XmlElement('paragraph'), words(6)];
			element.insert(0, [new Y.XmlText(text)]);
			fragment.insert(fragment.length, [element]);
			one.paragraphs.push(text);
			return;
		}
		const text = (fragment.get(at) as Y.XmlElement).get(0) as Y.XmlText;
		const old = one.paragraphs[at] ?? '';
		const place = below(old.length + 1);
		const gone = old.length > 200 ? Math.min(120, old.length - place) : 0;
		const fresh = `${pick(WORDS)} `;
		if (gone > 0) text.delete(place, gone);
		text.insert(place, fresh);
		one.paragraphs[at] = old.slice(0, place) + fresh + old.slice(place + gone);
	}

	function move(one: KnownAction): void {
		one.rank = pick(RANKS);
		actions.get(one.id)?.set('rank', one.rank);
		if (random() < 0.3) return;
		one.proposition = 1 + below(10);
		actions.get(one.id)?.set('proposition', one.proposition);
	}

	function change(): void {
		const [one, chance] = [pick([...known.values()]), random()];
		if (known.size < 3 || (chance < 0.02 && known.size < MOST_ACTIONS)) add();
		else if (chance < 0.03) {
			actions.delete(one.id);
			known.delete(one.id);
		} else if (chance < 0.45) setField(one);
		else if (chance < 0.6) toggle(one);
		else if (chance < 0.7) milestone(one);
		else if (chance < 0.76) entry(one);
		else if (chance < 0.8) move(one);
		else write(one);
	}

	return { doc, step: () => doc.transact(change), actionsOn: (on) => read([...known.values()], on) };
}

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function read(known: KnownAction[], day: string): Record<string, unknown>[] {
	const counts = new Map<number, number>();
	return known
		.toSorted(
			(one, other) =>
				one.proposition - other.proposition || byText(one.rank, other.rank) || byText(one.id, other.id),
		)
		.map((one) => {
			const place = (counts.get(one.proposition) ?? 0) + 1;
			counts.set(one.proposition, place);
			return { ...readOne(one, day), number: `${one.proposition}.${place}` };
		});
}

const EMPTY = {
	...{ measure: '', objective: '', leadOrganisationId: null, responsibleAccountId: null, startsOn: null },
	...{ dueOn: null, status: 'proposed', progress: 0, budgetCents: null, staffingHundredths: null },
	...{ staffing: '', obstacles: '', decisionId: null, origin: null },
};

function readOne(one: KnownAction, day: string): Record<string, unknown> {
	const { id, proposition, rank, fields, sets, milestones, budgetLines, obstacleList, waitsFor } = one;
	const held = { ...EMPTY, ...fields };
	const isLate = held.status !== 'done' && held.dueOn !== null && String(held.dueOn) < day;
	return {
		...{ id, proposition, rank, ...held, standing: isLate ? 'late' : held.status },
		...Object.fromEntries(Object.entries(sets).map(([key, codes]) => [key, [...codes].sort()])),
		milestones: milestones
			.toSorted((left, right) => byText(left.rank, right.rank) || byText(left.id, right.id))
			.map(({ rank: _rank, ...milestone }) => milestone),
		...{ budgetLines: [...budgetLines], obstacleList: [...obstacleList], waitsFor: [...waitsFor].sort() },
		description: one.paragraphs.filter((text) => text !== '').join('\n'),
	};
}
