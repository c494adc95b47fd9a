import type { Block } from '#lib/documents/portable.content.ts';
import { tooLarge } from '../../files/file.faults.ts';
import { FILE_LIMITS } from '../../files/file.limits.ts';
import { flatRuns } from '../writers/markdown.writer.ts';
import type { LeftOut } from './left-out.ts';

/** What was read, within what a document may hold: too deep becomes lines, too much is refused. */
export function boundedBlocks(blocks: readonly Block[], leftOut: LeftOut): Block[] {
	const counted = { blocks: 0 };
	const bounded = blocks.map((block) => boundedBlock(block, { depth: 1, counted, leftOut }));
	if (counted.blocks > FILE_LIMITS.BLOCKS.value)
		throw tooLarge('Ce texte est trop long pour un seul document.');
	return bounded;
}

interface Bounding {
	depth: number;
	counted: { blocks: number };
	leftOut: LeftOut;
}

function boundedBlock(block: Block, at: Bounding): Block {
	at.counted.blocks += 1;
	if (
		block.kind === 'heading' ||
		block.kind === 'paragraph' ||
		block.kind === 'rule' ||
		block.kind === 'image'
	)
		return block;
	if (at.depth > FILE_LIMITS.NESTING.value) {
		at.leftOut.add('deep');
		return { kind: 'paragraph', runs: flatRuns([block]) };
	}
	const inside = { ...at, depth: at.depth + 1 };
	const all = (blocks: readonly Block[]): Block[] => blocks.map((inner) => boundedBlock(inner, inside));
	if (block.kind === 'quote' || block.kind === 'callout') return { ...block, blocks: all(block.blocks) };
	if (block.kind === 'list') {
		return { ...block, items: block.items.map((item) => ({ ...item, blocks: all(item.blocks) })) };
	}
	return {
		...block,
		rows: block.rows.map((row) => row.map((cell) => ({ ...cell, blocks: all(cell.blocks) }))),
	};
}
