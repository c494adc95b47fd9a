import { getContext, setContext, type Component, type Snippet } from 'svelte';

/** An icon of `@lucide/svelte/icons/*`, or any component that draws one. */
export type Icon = Component<{ 'aria-hidden'?: 'true'; class?: string }>;

/** One entry of the rail. Only what the person may open is listed. */
export type RailEntry = {
	href: string;
	label: string;
	icon: Icon;
	/** `exact` for a home page, whose address begins all the others. */
	match?: 'exact' | 'prefix';
	/** Shown in the phone's bottom bar (the first four of these); by default the first four entries. */
	onPhone?: boolean;
	/** Entries of one group are one entry of the phone's bar, which opens them: « Registres ». */
	group?: { label: string; icon: Icon };
};

/** A space one may switch to: a committee (« 64 »), a region, the platform. */
export type ShellSpace = { code?: string; name: string; href: string };

export type Crumb = { label: string; href?: string };

export type ShellAccount = { name: string; email?: string; colour: number };

export type SlotName = 'status' | 'people' | 'actions';

/** What a page puts in the top bar: the state of its saving, who is here, its own buttons. */
class ShellSlots {
	status = $state.raw<Snippet | null>(null);
	people = $state.raw<Snippet | null>(null);
	actions = $state.raw<Snippet | null>(null);

	place(name: SlotName, content: Snippet): void {
		this[name] = content;
	}

	/** Clears the slot, unless another page has taken it meanwhile. */
	clear(name: SlotName, content: Snippet): void {
		if (this[name] === content) this[name] = null;
	}
}

const contextKey = Symbol('shell');

export function provideShellSlots(): ShellSlots {
	return setContext(contextKey, new ShellSlots());
}

/** The slots of the enclosing shell, or undefined on a page that has none. */
export function useShellSlots(): ShellSlots | undefined {
	return getContext<ShellSlots | undefined>(contextKey);
}

/** The address by which the rail knows where one is: that of the page, or of what the page says it belongs to (a document's history). */
export function railPath(entries: readonly RailEntry[], trail: readonly Crumb[], path: string): string {
	const origin = trail.find(({ href }) => href !== undefined)?.href?.split('?')[0];
	return origin !== undefined && entries.some((entry) => isCurrent(entry, origin)) ? origin : path;
}

/** Whether an entry is the one being read: `/64/plan` is current on `/64/plan/5-3`, not on `/64/planning`. */
export function isCurrent(entry: Pick<RailEntry, 'href' | 'match'>, path: string): boolean {
	if (entry.match === 'exact') return path === entry.href;
	return path === entry.href || path.startsWith(entry.href.endsWith('/') ? entry.href : `${entry.href}/`);
}
