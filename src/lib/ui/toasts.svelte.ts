import { getContext, setContext } from 'svelte';

export type Toast = {
	id: number;
	/** What has happened: « Valeur enregistrée. » */
	message: string;
	/** A way back: « Annuler ». */
	action?: { label: string; run: () => void };
};

/** A message is read in 8 s; a way back stays within reach for 30 s. */
const READING_MS = 8_000;
const UNDO_MS = 30_000;

/** The brief messages of the page. One per page, given by the root layout. */
export class Toasts {
	list = $state.raw<readonly Toast[]>([]);
	#next = 1;

	show(toast: Omit<Toast, 'id'>): number {
		const id = this.#next++;
		this.list = [...this.list, { ...toast, id }];
		return id;
	}

	dismiss(id: number): void {
		this.list = this.list.filter((toast) => toast.id !== id);
	}
}

export function durationOf(toast: Toast): number {
	return toast.action ? UNDO_MS : READING_MS;
}

const contextKey = Symbol('toasts');

export function provideToasts(): Toasts {
	return setContext(contextKey, new Toasts());
}

/** `const toasts = useToasts()` while a component starts, then `toasts.show({ message })`. */
export function useToasts(): Toasts {
	const toasts = getContext<Toasts | undefined>(contextKey);
	if (!toasts) throw new Error('useToasts() is called outside the root layout.');
	return toasts;
}
