import type { RegistryName } from '#lib/registries/registry-name.rules.ts';

/** A field of a registry and who reads it. */
export interface ProcessedField {
	key: string;
	label: string;
	readers: string[];
	/** Whether people write words of their own in it. */
	isFreeText: boolean;
}

/** What a register of processing says of one registry (RGPD, article 30). */
export interface Processing {
	registry: RegistryName;
	title: string;
	purposes: string[];
	people: string;
	sources: string;
	fields: ProcessedField[];
	recipients: { who: string; reads: string }[];
}
