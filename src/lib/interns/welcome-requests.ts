import type { ChecklistItem } from './intern.values.rules.ts';
import type { StepChange } from './welcome.input.ts';

/** A step, at the version that was read. */
export interface StepToChange {
	departmentCode: string;
	internId: string;
	item: ChecklistItem;
	version: number;
}

export type StepAnswer =
	{ outcome: 'saved' } | { outcome: 'refused'; message: string; fields: Record<string, string> };

const OUT_OF_REACH =
	'L’étape n’a pas été enregistrée\u00a0: le serveur ne répond pas. Réessayez dans un moment.';

/** Sends what changes of a step over the version that was read; nothing is thrown. */
export async function sendStep(target: StepToChange, change: StepChange): Promise<StepAnswer> {
	const { departmentCode, internId, item, version } = target;
	const address = `/api/departements/${departmentCode}/internes/${internId}/accueil/${item}`;
	try {
		const response = await fetch(address, {
			method: 'PATCH',
			headers: { 'content-type': 'application/json', 'if-match': String(version) },
			body: JSON.stringify(change),
		});
		if (response.ok) return { outcome: 'saved' };
		const said = (await response.json()) as { title?: string; errors?: { field: string; message: string }[] };
		const fields = Object.fromEntries((said.errors ?? []).map(({ field, message }) => [field, message]));
		return { outcome: 'refused', message: said.title ?? OUT_OF_REACH, fields };
	} catch {
		return { outcome: 'refused', message: OUT_OF_REACH, fields: {} };
	}
}
