/** The registries that hold people. */
export const REGISTRY_NAMES = ['senior-doctors', 'interns'] as const;
export type RegistryName = (typeof REGISTRY_NAMES)[number];

/** What each is called. */
export const REGISTRY_LABEL: Readonly<Record<RegistryName, string>> = {
	'senior-doctors': 'Médecins de 60 ans et plus',
	interns: 'Internes accueillis',
};

/** What somebody in each is called. */
export const REGISTRY_PERSON: Readonly<Record<RegistryName, string>> = {
	'senior-doctors': 'Médecin',
	interns: 'Interne',
};

/** Where each is read, after the code of the département. */
export const REGISTRY_PATH: Readonly<Record<RegistryName, string>> = {
	'senior-doctors': 'medecins',
	interns: 'internes',
};

/** The registry of an address, null for none. */
export function registryAt(path: string): RegistryName | null {
	return REGISTRY_NAMES.find((name) => REGISTRY_PATH[name] === path) ?? null;
}
