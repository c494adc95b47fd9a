import { Fragment, Slice, type Node as ProseMirrorNode } from '@tiptap/pm/model';
import { Plugin, type Transaction } from '@tiptap/pm/state';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import { rootNode } from '../preserve-content.ts';

/** What the binding shows for each shared element. */
type Shown = Map<unknown, ProseMirrorNode | ProseMirrorNode[]>;

/**
 * Has the binding put the shared text into the editor as it is: before its own plugin, whose first act is to do so. What cannot
 * stand on the first level is shown as something unknown, and stays in the shared text what it was.
 */
export function keepRootBlocks(): Plugin {
	return new Plugin({
		view(view) {
			const binding = ySyncPluginKey.getState(view.state)?.binding;
			if (binding) {
				Object.defineProperty(binding, '_tr', {
					// The editor makes its plugins' views again when one is added.
					configurable: true,
					get: () => withSoundRoot(view.state.tr.setMeta('addToHistory', false), binding.mapping),
				});
			}
			return {};
		},
	});
}

function withSoundRoot(transaction: Transaction, mapping: Shown): Transaction {
	const replace = transaction.replace.bind(transaction);
	transaction.replace = (from, to, slice) =>
		replace(from, to, slice && new Slice(soundRoot(slice.content, mapping), slice.openStart, slice.openEnd));
	return transaction;
}

function soundRoot(content: Fragment, mapping: Shown): Fragment {
	const nodes: ProseMirrorNode[] = [];
	content.forEach((node) => {
		const sound = rootNode(node);
		nodes.push(sound);
		if (sound === node) return;
		// What stands for a shared element is what the binding compares it with.
		for (const [shared, shown] of mapping) if (shown === node) mapping.set(shared, sound);
	});
	return Fragment.fromArray(nodes);
}
