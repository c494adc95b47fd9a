import type { Component } from 'svelte';
import type { Column, PlanView, RowView } from './plan.view.svelte.ts';

export interface CellEditorProps {
	view: PlanView;
	row: RowView;
	column: Column;
	/** The field is left; `focusCell` when by the keyboard, so that the arrows go on from there. */
	onend: (focusCell: boolean) => void;
}

/** How cells are edited, for who may write. */
export interface CellEditing {
	/** Null until its code has come, at the first edit. */
	Editor: Component<CellEditorProps> | null;
	end: (focusCell: boolean) => void;
}
