import type { Editor } from '@tiptap/core';
import { Plugin, type EditorState } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { cellsKey, type TableSteps } from './table-change.ts';

/** The code of tables for one editor: asked for when somebody goes to a table, and waited for when they were faster. */
export class LateTables {
	steps: TableSteps | null = null;
	#coming: Promise<TableSteps> | null = null;

	load(): Promise<TableSteps> {
		this.#coming ??= import('./table-steps.ts').then(
			({ tableSteps }) => (this.steps = tableSteps()),
			(error: unknown) => {
				// No network just then: the next step asks again.
				this.#coming = null;
				throw error;
			},
		);
		return this.#coming;
	}

	/** Now when the code is here, else as soon as it has come: what was asked is done, once. */
	run(step: (steps: TableSteps, isLater: boolean) => boolean): boolean {
		if (this.steps !== null) return step(this.steps, false);
		void this.load().then((steps) => step(steps, true));
		return true;
	}

	toCell(by: 1 | -1, editor: Editor): boolean {
		if (!editor.isActive('table')) return false;
		return this.run((steps) => !editor.isDestroyed && steps.toCell(by, editor.view));
	}
}

/**
 * Stands where the editing of tables will: an editor's plugins are all there from its beginning, since one that is added later makes
 * the binding to the shared text draw everything again.
 */
export function lateTableEditing(late: LateTables): Plugin<number | null> {
	const ask = <Answer>(question: (editing: Plugin) => Answer): Answer | undefined =>
		late.steps === null ? undefined : question(late.steps.editing);
	const approach = (view: EditorView, isNear: boolean): void => {
		if (isNear && view.editable && late.steps === null) void late.load().catch(() => undefined);
	};
	return new Plugin<number | null>({
		key: cellsKey,
		state: {
			init: () => null,
			apply: (...change) =>
				ask((editing): number | null => editing.spec.state?.apply.apply(editing, change)) ?? null,
		},
		view: () => ({ update: (view) => approach(view, isInTable(view.state)) }),
		props: {
			decorations: (state) => ask((editing) => editing.props.decorations?.call(editing, state)),
			handleDOMEvents: {
				mouseover: (view, { target }) =>
					approach(view, target instanceof Element && target.closest('td, th') !== null),
				mousedown: (...event) =>
					ask((editing) => editing.props.handleDOMEvents?.mousedown?.apply(editing, event)),
			},
			createSelectionBetween: (...ends) =>
				ask((editing) => editing.props.createSelectionBetween?.apply(editing, ends)) ?? null,
			handleTripleClick: (...click) =>
				ask((editing) => editing.props.handleTripleClick?.apply(editing, click)),
			handleKeyDown: (...key) => ask((editing) => editing.props.handleKeyDown?.apply(editing, key)),
			handlePaste: (...paste) => ask((editing) => editing.props.handlePaste?.apply(editing, paste)),
		},
		appendTransaction: (...change) =>
			ask((editing) => editing.spec.appendTransaction?.apply(editing, change)),
	});
}

function isInTable({ selection: { $head } }: EditorState): boolean {
	for (let depth = $head.depth; depth > 0; depth -= 1) {
		if ($head.node(depth).type.spec.tableRole === 'row') return true;
	}
	return false;
}
