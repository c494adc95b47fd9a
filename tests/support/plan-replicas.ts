import * as Y from 'yjs';
import type { Action } from '#lib/plan/action.rules.ts';
import { findAction, readAction } from '#lib/plan/plan.content.ts';
import { createAction } from '#lib/plan/plan.new-action.content.ts';

/** Whoever made the actions that two replicas begin with. */
const BEGINNING = Symbol('beginning');

/** Two replicas of the same plan of `count` actions in proposition 5. */
export function replicas(count: number): { left: Y.Doc; right: Y.Doc; ids: string[] } {
	const left = new Y.Doc();
	const ids = Array.from({ length: count }, (_, index) =>
		createAction(left, { proposition: 5, title: `Action ${index}` }, BEGINNING),
	);
	const right = new Y.Doc();
	Y.applyUpdate(right, Y.encodeStateAsUpdate(left));
	return { left, right, ids };
}

/** Each gets what the other has written. */
export function exchange(left: Y.Doc, right: Y.Doc): void {
	Y.applyUpdate(right, Y.encodeStateAsUpdate(left, Y.encodeStateVector(right)));
	Y.applyUpdate(left, Y.encodeStateAsUpdate(right, Y.encodeStateVector(left)));
}

/** An action as one replica has it. */
export function actionIn(doc: Y.Doc, id: string): Action {
	return readAction(id, findAction(doc, id));
}
