import fc from 'fast-check';
import * as Y from 'yjs';

/** One thing that happens in a history: an edit, or a word that a test gives its meaning. */
export type Step<What extends string> = { who: number; what: What | EditKind; at: number };

export type EditKind = 'insert' | 'delete' | 'set' | 'element';

const EDITS: readonly EditKind[] = ['insert', 'insert', 'insert', 'delete', 'set', 'element'];

/** Histories of so many people, of edits and of the other things given. */
export function histories<What extends string>(
	people: number,
	others: readonly What[],
): fc.Arbitrary<Step<What>[]> {
	return fc.array(
		fc.record<Step<What>>({
			who: fc.nat(people - 1),
			what: fc.constantFrom<(What | EditKind)[]>(...EDITS, ...others),
			at: fc.nat(1_000),
		}),
		{ minLength: 5, maxLength: 60 },
	);
}

/** Makes the edit of a step; anything that is no edit changes nothing. */
export function edit(doc: Y.Doc, { what, at }: { what: string; at: number }): void {
	const text = doc.getText('content');
	const fragment = doc.getXmlFragment('xml');
	if (what === 'insert') text.insert(at % (text.length + 1), `${at} `);
	else if (what === 'delete' && text.length > 0)
		text.delete(at % text.length, 1 + (at % Math.min(5, text.length - (at % text.length))));
	else if (what === 'set') doc.getMap('actions').set(`k${at % 4}`, new Y.Map([['v', at]]));
	else if (what === 'element') {
		const element = new Y.XmlElement('p');
		element.setAttribute('n', String(at));
		fragment.insert(at % (fragment.length + 1), [element]);
		if (fragment.length > 3) fragment.delete(0, 1);
	}
}
