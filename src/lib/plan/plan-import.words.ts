import type { ImportPreview } from './plan-import.compare.ts';

function counted(count: number, one: string, many: string): string {
	return `${count} ${count > 1 ? many : one}`;
}

/** « 2 actions modifiées, 1 action nouvelle, 38 inchangées ; 3 cellules refusées. » */
export function previewSentence({ created, changed, unchanged, refused }: ImportPreview): string {
	const parts = [
		...(changed.length > 0 ? [counted(changed.length, 'action modifiée', 'actions modifiées')] : []),
		...(created.length > 0 ? [counted(created.length, 'action nouvelle', 'actions nouvelles')] : []),
		...(unchanged > 0 ? [counted(unchanged, 'inchangée', 'inchangées')] : []),
	];
	const said = parts.length === 0 ? 'Aucune action lue' : parts.join(', ');
	if (refused.length === 0) return `${said}.`;
	return `${said}\u00a0; ${counted(refused.length, 'cellule refusée', 'cellules refusées')}.`;
}

/** What has been written, and what was left. */
export function outcomeSentence(outcome: { created: number; changed: number; left: number }): string {
	const { created, changed, left } = outcome;
	const parts = [
		...(changed > 0 ? [counted(changed, 'cellule écrite', 'cellules écrites')] : []),
		...(created > 0 ? [counted(created, 'action créée', 'actions créées')] : []),
	];
	const done = parts.length === 0 ? 'Rien n’a été écrit' : parts.join(', ');
	if (left === 0) return `${done}.`;
	const cells = counted(left, 'cellule a changé', 'cellules ont changé');
	return `${done}. ${cells} dans le plan pendant votre choix\u00a0: laissé tel quel, exportez de nouveau pour comparer.`;
}
