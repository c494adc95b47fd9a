import { formatFilters, formatSort, type Filter } from './filter.rules.ts';
import type { RegistryQuestion } from './registry-list.ts';

/** The address of the registry: it always carries what is shown, so that a copied link opens the same. */
export class RegistryAddress {
	readonly base: string;
	readonly question: RegistryQuestion;
	/** Words that each address of the list carries, whatever it asks. */
	readonly kept: Readonly<Record<string, string>>;

	constructor(base: string, question: RegistryQuestion, kept: Readonly<Record<string, string>> = {}) {
		this.base = base;
		this.question = question;
		this.kept = kept;
	}

	/** The list, with some of the question changed; `recordId` opens a record beside it. */
	href(changes: Partial<RegistryQuestion> = {}, recordId: string | null = null): string {
		const { q, filters, sort, columns } = { ...this.question, ...changes };
		return hrefOf(recordId === null ? this.base : `${this.base}/${recordId}`, {
			...this.kept,
			q,
			filtres: formatFilters(filters),
			tri: formatSort(sort),
			colonnes: columns,
		});
	}

	/** Replaces the filter of the same name, or adds it. */
	withFilter(filter: Filter): string {
		return this.href({ filters: [...this.without(filter.name), filter] });
	}

	withoutFilter(name: string): string {
		return this.href({ filters: this.without(name) });
	}

	/** The other way round when it is already in this order. */
	sorted(by: string): string {
		const { sort } = this.question;
		return this.href({ sort: { by, descending: sort.by === by && !sort.descending } });
	}

	without(name: string): Filter[] {
		return this.question.filters.filter((one) => one.name !== name);
	}
}

/** An address with those of these words that say something; `tri=name` is what it is without saying. */
export function hrefOf(path: string, words: Readonly<Record<string, string>>): string {
	const said = Object.entries(words).filter(
		([name, value]) => value !== '' && !(name === 'tri' && value === 'name'),
	);
	return said.length === 0 ? path : `${path}?${new URLSearchParams(said).toString()}`;
}

/** What the outside interface is asked for the page that `cursor` begins. */
export function listQuery({ q, filters, sort }: RegistryQuestion, cursor: string): Record<string, string> {
	return { q, filters: formatFilters(filters), sort: formatSort(sort), cursor };
}
