import type { ListedRecord, RegistryQuestion } from '#lib/registries/registry-list.ts';
import { hrefOf, listQuery } from '#lib/registries/registry-address.ts';
import { readAnswer } from '#lib/registries/record-requests.ts';
import type { DoctorBatchAction } from './doctor-batch.input.ts';
import type { BatchResult } from './doctor-batch.rules.ts';

/** What the server answered to something done to several records: its own sentences, and nothing thrown. */
export type BatchAnswer = { outcome: 'done'; result: BatchResult } | { outcome: 'refused'; message: string };

const OUT_OF_REACH =
	'Rien n’a pu être changé : le serveur ne répond pas. Votre choix reste ici, réessayez dans un moment.';

export async function changeChosen(
	records: string,
	chosen: readonly { id: string; version: number }[],
	action: DoctorBatchAction,
): Promise<BatchAnswer> {
	const response = await post(`${records}/lot`, { records: chosen, action });
	const answer = await readAnswer(response);
	if (response === null || answer === null) return { outcome: 'refused', message: OUT_OF_REACH };
	if (response.ok) return { outcome: 'done', result: answer as unknown as BatchResult };
	return { outcome: 'refused', message: sentenceOf(answer) };
}

/** The chosen records as a file. @returns null when it is there, else why not */
export async function exportChosen(
	records: string,
	ids: readonly string[],
	format: 'csv' | 'xlsx',
): Promise<string | null> {
	const response = await post(`${records}/export`, { ids, format });
	if (response === null) return OUT_OF_REACH;
	if (!response.ok) return sentenceOf((await readAnswer(response)) ?? {});
	const file = await response.blob().catch(() => null);
	if (file === null) return OUT_OF_REACH;
	const link = document.createElement('a');
	link.href = URL.createObjectURL(file);
	link.download = `medecins-choisis.${format}`;
	link.click();
	URL.revokeObjectURL(link.href);
	return null;
}

/** Rows that the question keeps, from its first, as many as `most`. */
export async function fetchMatching(
	records: string,
	question: RegistryQuestion,
	most: number,
): Promise<ListedRecord[]> {
	const rows: ListedRecord[] = [];
	let cursor = '';
	do {
		const response = await fetch(hrefOf(records, listQuery(question, cursor))).catch(() => null);
		const page = response?.ok === true ? await readAnswer(response) : null;
		if (page === null) break;
		const { rows: more, next } = page as unknown as { rows: ListedRecord[]; next: string | null };
		rows.push(...more);
		cursor = next ?? '';
	} while (cursor !== '' && rows.length < most);
	return rows.slice(0, most);
}

async function post(address: string, body: unknown): Promise<Response | null> {
	try {
		return await fetch(address, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
	} catch {
		return null;
	}
}

function sentenceOf(answer: Record<string, unknown>): string {
	const errors = Array.isArray(answer['errors']) ? (answer['errors'] as { message?: string }[]) : [];
	const title = typeof answer['title'] === 'string' ? answer['title'] : OUT_OF_REACH;
	return errors[0]?.message ?? title;
}
