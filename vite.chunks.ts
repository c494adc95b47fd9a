import type { Rolldown } from 'vite';

interface Part {
	/** What it begins with: these are read when a person comes to it, with all that they import. */
	begins: RegExp;
	/** On which pages it comes by itself, or with which part that comes later. */
	on: readonly string[];
}

const PARTS: Readonly<Record<string, Part>> = {
	frame: {
		begins:
			/client-optimized\/app\.js$|client\/entry\.js$|routes\/(?:\[departement=department\]\/)?\+(?:layout|error)\.svelte$/,
		on: ['document', 'plan', 'description'],
	},
	document: {
		begins: /routes\/\[departement=department\]\/(?:diagnostic|documents\/\[id\])\/\+page\.(?:svelte|ts)$/,
		on: ['document'],
	},
	marks: {
		begins:
			/lib\/documents\/(?:editor\/document-view|comments\/document-comments|suggestions\/document-suggestions)\.svelte\.ts$/,
		on: ['document'],
	},
	plan: {
		begins: /routes\/\[departement=department\]\/plan\/\[\[action\]\]\/\+page\.(?:svelte|ts)$/,
		on: ['plan'],
	},
	action: { begins: /lib\/plan\/(?:ActionPanel|ActionForm)\.svelte$/, on: ['plan'] },
	rows: { begins: /lib\/plan\/(?:plan\.session|description\.reading)\.ts$/, on: ['plan'] },
	sharing: {
		begins: /lib\/collaboration\/(?:document-session|local-copy|presence)\.ts$/,
		on: ['document', 'plan'],
	},
	description: { begins: /lib\/plan\/DescriptionEditor\.svelte$/, on: ['description'] },
	editor: { begins: /lib\/documents\/editor\/create-editor\.ts$/, on: ['document', 'description'] },
};

/** What every page has: a module of it is in that one file, whoever else needs it. */
const FRAME = 'frame';

/**
 * The list of all pages, each of which is read when one goes there. In a file that every page needs it would make each page lead to all
 * the others, and the server, which begins a page with the styles of what the page leads to by itself, would no longer tell which are its own:
 * the page would be drawn without them until its script has come.
 */
const LIST_OF_PAGES = /client-optimized\/app\.js$/;

/**
 * What a page's `load` brings for the first view. The server finds the styles of such a file by its name, which it has as a file of its own: in
 * one with others the panel of an action was drawn without its styles until its script had come.
 */
const BROUGHT_BY_LOAD = /lib\/plan\/ActionPanel\.svelte$/;

/** What other pages need too, and what is too small to be a file of its own, in bytes before it is made small. */
const ELSEWHERE = 'elsewhere';
const MERGED_BELOW = 600;

const NAMES = Object.keys(PARTS);

type Read = Rolldown.ChunkingContext['getModuleInfo'];

/**
 * Which modules travel together. Left alone, the bundler makes a file for each set of pages that share a module: eight hundred, most of
 * a few hundred bytes, of which gzip makes little, and a page asks for a hundred. Here modules are told apart by which of a few large
 * parts need them; those that the same parts need are one file. What other pages need too, and no page's frame, is left to the bundler.
 */
export function chunkSplitting(): Rolldown.CodeSplittingOptions {
	// Each of hundreds of groups asks about each module: the way up from it is gone once.
	const files = new Map<string, string | null>();
	const knownFileOf = (id: string, read: Read): string | null => {
		const file = files.has(id) ? (files.get(id) ?? null) : fileOf(id, read);
		files.set(id, file);
		return file;
	};
	const groupOf = (file: string): Rolldown.CodeSplittingGroup => ({
		debugName: file,
		name: (id, context) => (knownFileOf(id, (one) => context.getModuleInfo(one)) === file ? file : null),
	});
	// A group takes what its modules need along, unless a group before it has: what more parts need comes first.
	return {
		groups: [
			groupOf(FRAME),
			{ ...groupOf(ELSEWHERE), entriesAware: true, entriesAwareMergeThreshold: MERGED_BELOW },
			...setsOf(NAMES.filter((part) => part !== FRAME)).map((set) => groupOf(set.join('-'))),
		],
	};
}

/** Every set of parts, the largest first. */
function setsOf(parts: readonly string[]): string[][] {
	const sets = parts.reduce<string[][]>((all, part) => [...all, ...all.map((set) => [...set, part])], [[]]);
	return sets.filter((set) => set.length > 0).sort((one, other) => other.length - one.length);
}

/** The parts that need a module, in one word; null when none does. */
function fileOf(id: string, read: Read): string | null {
	if (LIST_OF_PAGES.test(id) || BROUGHT_BY_LOAD.test(id)) return null;
	const parts = new Set<string>();
	climb(id, read, (info) => {
		const part = partOf(info.id);
		if (part !== null) parts.add(part);
		return part === null ? info.importers : [];
	});
	if (parts.has(FRAME)) return FRAME;
	if (parts.size === 0) return null;
	if (isNeededElsewhere(id, parts, read)) return ELSEWHERE;
	return NAMES.filter((part) => parts.has(part)).join('-');
}

/** Whether some page may come to a module without one of the parts having begun. */
function isNeededElsewhere(id: string, parts: ReadonlySet<string>, read: Read): boolean {
	const comesOn = (part: string): readonly string[] => PARTS[part]?.on ?? [];
	const here = new Set([...parts].flatMap(comesOn));
	let found = false;
	climb(id, read, (info) => {
		const part = partOf(info.id);
		found ||= part === null ? info.isEntry : comesOn(part).some((page) => !here.has(page));
		return part === null ? [...info.importers, ...info.dynamicImporters] : [];
	});
	return found;
}

/** Goes from a module to those that need it, as far as `next` says. */
function climb(id: string, read: Read, next: (info: Rolldown.ModuleInfo) => readonly string[]): void {
	const seen = new Set([id]);
	for (const one of seen) {
		const info = read(one);
		if (info !== null) for (const importer of next(info)) seen.add(importer);
	}
}

function partOf(id: string): string | null {
	return NAMES.find((part) => PARTS[part]?.begins.test(id)) ?? null;
}
