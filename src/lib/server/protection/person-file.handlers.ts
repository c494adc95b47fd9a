import type { Block, Cell } from '#lib/documents/portable.content.ts';
import type { HeldLine, HeldPart } from '#lib/protection/held.ts';
import { REGISTRY_LABEL } from '#lib/registries/registry-name.rules.ts';
import { writePdf } from '../documents/writers/pdf.writer.ts';
import type { PersonFileInput } from './person-file.jobs.ts';

const runs = (text: string) => [{ text }];
const paragraph = (text: string): Block => ({ kind: 'paragraph', runs: runs(text) });

const cell = (text: string, header = false): Cell => ({
	...{ header, colspan: 1, rowspan: 1 },
	blocks: [paragraph(text)],
});

function tableOf(lines: readonly HeldLine[]): Block {
	const head = [cell('Quoi', true), cell('Ce qui est gardé', true), cell('Origine ou date', true)];
	return {
		kind: 'table',
		rows: [head, ...lines.map(({ label, value, detail }) => [cell(label), cell(value), cell(detail ?? '')])],
	};
}

const partBlocks = ({ title, none, lines }: HeldPart): Block[] => [
	{ kind: 'heading', level: 1, runs: runs(title) },
	lines.length === 0 ? paragraph(none) : tableOf(lines),
];

/** Writes everything held on somebody. */
export async function personFileHandler({
	person,
	place,
	moment,
	sha256,
}: PersonFileInput): Promise<Uint8Array> {
	const head = {
		...{ place, moment, sha256 },
		title: `Données gardées sur ${person.name}`,
		state: REGISTRY_LABEL[person.registry],
	};
	const rights = paragraph(
		'Vous pouvez faire corriger ou effacer ces données, ou vous opposer à leur usage, auprès de l’URPS ou du comité qui vous a remis ce document.',
	);
	return writePdf(head, [rights, ...person.parts.flatMap(partBlocks)]);
}
