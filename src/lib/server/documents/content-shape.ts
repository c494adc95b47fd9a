import { documentSchema } from '#lib/documents/document.schema.ts';
import type { ContentShape } from '#lib/documents/unknown.content.ts';

let shape: ContentShape | null = null;

/** The names that the editor's schema knows: read from it once, since making it takes a few milliseconds. */
export function contentShape(): ContentShape {
	shape ??= readShape();
	return shape;
}

function readShape(): ContentShape {
	const schema = documentSchema();
	const attributesOf = ([name, { spec }]: [string, { spec: { attrs?: object | undefined } }]) =>
		[name, new Set(Object.keys(spec.attrs ?? {}))] as const;
	return {
		nodes: new Map(Object.entries(schema.nodes).map(attributesOf)),
		marks: new Map(Object.entries(schema.marks).map(attributesOf)),
	};
}
