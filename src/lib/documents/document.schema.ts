import { getSchema, type Extensions } from '@tiptap/core';
import type { Schema } from '@tiptap/pm/model';
import { Callout } from './callout-block.ts';
import { LiveFigure } from './figure-node.ts';
import { FootnoteNode } from './footnote-node.ts';
import { ImageBlock } from './image-block.ts';
import { BulletList, ListItem, OrderedList, TaskItem, TaskList } from './list-blocks.ts';
import { PreserveUnknown, UnknownBlock, UnknownMark, preserveUnknown } from './preserve-content.ts';
import { Table, TableCell, TableHeader, TableRow } from './table-blocks.ts';
import { Blockquote, Doc, HardBreak, Heading, HorizontalRule, Paragraph, Text } from './text-blocks.ts';
import { Bold, Highlight, Italic, Link, Strike } from './text-marks.ts';

/**
 * What a document may hold: the one list shared by the editor and the server. Change it by adding only, and raise
 * `CURRENT_SCHEMA_VERSION`: an older page then reads and never writes.
 *
 * Containers accept blocks in any order, so that what two people do at once rarely makes a combination that is refused;
 * `preserve-content.ts` keeps what remains. The extensions make the schema with its commands and keys; the editor adds
 * what is its own.
 */
export function documentExtensions(): Extensions {
	return [
		PreserveUnknown,
		UnknownBlock,
		UnknownMark,
		Doc,
		Text,
		Paragraph,
		Heading,
		Blockquote,
		Callout,
		BulletList,
		OrderedList,
		ListItem,
		TaskList,
		TaskItem,
		Table,
		TableRow,
		TableCell,
		TableHeader,
		HardBreak,
		HorizontalRule,
		FootnoteNode,
		LiveFigure,
		ImageBlock,
		Bold,
		Italic,
		Strike,
		Highlight,
		Link,
	];
}

/** The schema alone, for the server and for tests: the same as the editor's. */
export function documentSchema(): Schema {
	return preserveUnknown(getSchema(documentExtensions()));
}
