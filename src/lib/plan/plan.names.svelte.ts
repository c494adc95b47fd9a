import type { CommuneChoice, IntercommunalityChoice } from '#lib/territory/territory.rules.ts';
import type { ComboboxOption } from '#lib/ui/combobox.ts';
import type { CatalogueLabels } from './catalogue.labels.ts';
import { lookup } from './lookup.ts';

/** An organisation of the space, as the page needs it. */
export interface OrganisationName {
	id: string;
	acronym: string;
	name: string;
	collegeLabel: string;
}

/** Somebody who sits in the space, or has. */
export interface PersonName {
	accountId: string;
	name: string;
	organisationName: string;
	sits: boolean;
}

/** What is needed to name the codes and ids that the plan holds. */
export interface NamesData {
	organisations: readonly OrganisationName[];
	people: readonly PersonName[];
	/** Those that the plan already names. */
	communes: readonly CommuneChoice[];
	/** All those of the département. */
	intercommunalities: readonly IntercommunalityChoice[];
	/** Of the measures and suggested indicators that the plan names. */
	labels: CatalogueLabels;
}

/** A name longer than this gives its place to its acronym. */
const SHORT_NAME = 30;

function shortName({ acronym, name }: OrganisationName): string {
	return acronym === '' || name.length <= SHORT_NAME ? name : acronym;
}

/** Names of what an action refers to; communes are learned as people choose them. */
export class PlanNames {
	readonly organisationOptions: readonly ComboboxOption[];
	readonly intercommunalityOptions: readonly ComboboxOption[];
	/** Those who sit today. */
	readonly personOptions: readonly ComboboxOption[];
	readonly #people: ReadonlyMap<string, string>;
	readonly #organisations: ReadonlyMap<string, OrganisationName>;
	readonly #intercommunalities: ReadonlyMap<string, string>;
	#communes = $state.raw<ReadonlyMap<string, string>>(lookup([]));
	#labels = $state.raw<CatalogueLabels>({});

	constructor(data: NamesData) {
		this.#labels = data.labels;
		this.#organisations = lookup(data.organisations.map((one) => [one.id, one] as const));
		this.#intercommunalities = lookup(data.intercommunalities.map(({ code, name }) => [code, name] as const));
		this.#communes = lookup(data.communes.map(({ code, name }) => [code, name] as const));
		this.#people = lookup(data.people.map(({ accountId, name }) => [accountId, name] as const));
		this.personOptions = data.people
			.filter(({ sits }) => sits)
			.map(({ accountId, name, organisationName }) => ({
				value: accountId,
				label: name,
				detail: organisationName,
			}));
		this.organisationOptions = data.organisations.map((one) => ({
			value: one.id,
			label: shortName(one),
			detail: shortName(one) === one.name ? one.collegeLabel : one.name,
		}));
		this.intercommunalityOptions = data.intercommunalities.map(({ code, name }) => ({
			value: code,
			label: name,
		}));
	}

	/** The short name of an organisation. */
	organisation(id: string): string {
		const found = this.#organisations.get(id);
		return found === undefined ? 'Organisation retirée' : shortName(found);
	}

	/** Name of the person of an account, by what the reader may see of the members. */
	person(accountId: string): string {
		return this.#people.get(accountId) ?? 'Une personne qui n’est plus du comité';
	}

	/** Label of a measure or of a suggested indicator; null while it is not known, or when there is none. */
	label(code: string): string | null {
		return this.#labels[code] ?? null;
	}

	/** The labels of measures and indicators chosen since the page came. */
	learnLabels(labels: CatalogueLabels): void {
		this.#labels = { ...this.#labels, ...labels };
	}

	/** Whether the commune's name is still to be asked for. */
	lacks(communeCode: string): boolean {
		return !this.#communes.has(communeCode);
	}

	/** Name of a commune or an EPCI; its code until the name is known. */
	place(code: string): string {
		return this.#intercommunalities.get(code) ?? this.#communes.get(code) ?? code;
	}

	learn(communes: readonly { code: string; name: string }[]): void {
		if (communes.length === 0) return;
		this.#communes = lookup([...this.#communes, ...communes.map(({ code, name }) => [code, name] as const)]);
	}
}
