import { Extension } from '@tiptap/core';
import type { DecorationAttrs } from '@tiptap/pm/view';
import { yCursorPlugin } from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';
import type { PresentPeople } from '#lib/collaboration/presence.ts';
import { presenceColour } from '#lib/ui/person.ts';

/** A caret shows its owner's name this long after it moved, then the initials. */
const NAMED_MS = 2_000;

type CaretOwner = { name: string; initials: string; presence: number; client: number };

/** Others' carets and selections, in the colour the server gave each person. */
export const OthersCarets = Extension.create<{ awareness: Awareness | null; people: PresentPeople | null }>({
	name: 'othersCarets',
	addOptions: () => ({ awareness: null, people: null }),
	addProseMirrorPlugins() {
		const { awareness, people } = this.options;
		if (awareness === null || people === null) return [];
		const drawn = new Map<number, HTMLElement>();
		const naming = new Map<number, ReturnType<typeof setTimeout>>();
		const name = (client: number): void => {
			const caret = drawn.get(client);
			if (caret === undefined) return;
			caret.classList.add('named');
			clearTimeout(naming.get(client));
			naming.set(
				client,
				setTimeout(() => caret.classList.remove('named'), NAMED_MS),
			);
		};
		const moved = ({ updated, added }: { updated: number[]; added: number[] }): void => {
			for (const client of [...added, ...updated]) queueMicrotask(() => name(client));
			// Who leaves may give a colour back to somebody whose caret stays drawn.
			for (const [client, caret] of drawn) setColour(caret, people.of(client)?.color);
		};
		awareness.on('change', moved);
		this.storage.stop = () => {
			awareness.off('change', moved);
			for (const timer of naming.values()) clearTimeout(timer);
		};
		return [
			yCursorPlugin(withOwners(awareness, people), {
				cursorBuilder: (owner: CaretOwner) => {
					const caret = drawCaret(owner);
					drawn.set(owner.client, caret);
					name(owner.client);
					return caret;
				},
				selectionBuilder: (owner: CaretOwner): DecorationAttrs => ({
					class: 'others-selection',
					style: `--c: ${presenceColour(owner.presence)}`,
				}),
			}),
		];
	},
	addStorage: () => ({ stop: () => {} }),
	onDestroy() {
		this.storage.stop();
	},
});

/** The same presence, with what a caret needs under the names the cursor plugin reads. States nobody vouches for have no caret. */
function withOwners(awareness: Awareness, people: PresentPeople): Awareness {
	const getStates = (): Map<number, Record<string, unknown>> => {
		const states = new Map<number, Record<string, unknown>>();
		for (const [client, state] of awareness.getStates()) {
			const person = people.of(client);
			if (person === null) continue;
			const { name, initials, color: presence } = person;
			// The plugin asks for a colour in this form; ours comes from the theme.
			states.set(client, { ...state, user: { name, initials, presence, client, color: '#000000' } });
		}
		return states;
	};
	return new Proxy(awareness, {
		get(target, property) {
			if (property === 'getStates') return getStates;
			const value: unknown = Reflect.get(target, property);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}

function setColour(caret: HTMLElement, presence: number | undefined): void {
	if (presence !== undefined) caret.style.setProperty('--c', presenceColour(presence));
}

function drawCaret(owner: CaretOwner): HTMLElement {
	const caret = document.createElement('span');
	caret.className = 'others-caret';
	setColour(caret, owner.presence);
	const label = document.createElement('span');
	label.className = 'others-name';
	label.dataset.initials = owner.initials;
	label.dataset.name = owner.name;
	// Drawn, not read: a reader of the text would find names in the middle of words. « Qui est là » says them.
	caret.setAttribute('aria-hidden', 'true');
	caret.append(label);
	return caret;
}
