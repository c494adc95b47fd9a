import type { Role } from '#lib/committee/role.rules.ts';
import type { ChecklistItem } from './intern.values.rules.ts';

/** A step of a welcome, as a page shows it. */
export interface WelcomeStep {
	item: ChecklistItem;
	ownerId: string | null;
	ownerName: string | null;
	/** It is for whoever reads it. */
	isOwn: boolean;
	isTickable: boolean;
	/** ISO days. */
	dueOn: string | null;
	doneOn: string | null;
	doneByName: string | null;
	/** What a change must name; 0 for a step that nobody has written yet. */
	version: number;
}

/** Somebody to whom a step may be given. */
export interface StepOwner {
	id: string;
	name: string;
	role: Role;
	/** Of their mandate: « maire de Mauléon-Licharre ». */
	title: string;
}
