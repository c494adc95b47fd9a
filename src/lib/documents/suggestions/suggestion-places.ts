import type * as Y from 'yjs';
import { decodeAnchor, encodeAnchor } from '../comment-anchor.content.ts';
import { readTextPlaces, type TextPlaces } from '../comments/text-places.ts';
import type { FollowedText } from '../editor/text-follower.ts';
import type { TextPiece } from '../flat-text.content.ts';
import { placeAt, standingOf, type PlaceRefusal } from '../suggestion.content.ts';
import type { TextSuggestion } from '../suggestion.rules.ts';

/** Where a suggestion is in the editor, or what is read where it was. */
export type ShownStanding =
	| { kind: 'intact'; from: number; to: number }
	| { kind: 'changed'; now: string; from: number; to: number }
	| { kind: 'gone' };

export type Standings = ReadonlyMap<string, ShownStanding>;

/** Something to propose: where, and the words that are there. */
export interface SelectedPlace {
	anchor: string;
	at: number | null;
	/** The words that are there; none where words are added. */
	words: string;
	before: string;
	after: string;
}

const CONTEXT = 40;

/** What a selection of the editor can be proposed to become; why not, when it cannot. */
export function selectedPlace(
	{ editor, fragment }: FollowedText,
	selection: { from: number; to: number },
): SelectedPlace | PlaceRefusal {
	const texts = readTextPlaces(editor, fragment);
	const { flat, starts } = texts;
	const piece = flat.pieces.find(({ text, length }) => {
		const at = starts.get(text);
		return at !== undefined && at <= selection.from && selection.to <= at + length;
	});
	if (piece === undefined) return selection.from === selection.to ? 'empty' : 'several-blocks';
	const at = starts.get(piece.text) ?? 0;
	return describePlace(texts, { piece, from: selection.from - at, to: selection.to - at });
}

function describePlace(
	{ flat }: TextPlaces,
	part: { piece: TextPiece; from: number; to: number },
): SelectedPlace | PlaceRefusal {
	const place = placeAt(flat, part);
	if (typeof place === 'string') return place;
	const { piece, from, to } = part;
	const line = flat.characters.slice(piece.start, piece.start + piece.length);
	return {
		anchor: encodeAnchor(place.anchor),
		at: place.at,
		words: line.slice(from, to),
		before: line.slice(Math.max(0, from - CONTEXT), from),
		after: line.slice(to, to + CONTEXT),
	};
}

/** Where each suggestion stands in the text that an editor shows. */
export function standings(
	{ editor, fragment, doc }: FollowedText,
	suggestions: readonly TextSuggestion[],
): Standings {
	const texts = readTextPlaces(editor, fragment);
	return new Map(suggestions.map((one) => [one.id, standingInEditor(texts, doc, one)]));
}

function standingInEditor({ flat, starts }: TextPlaces, doc: Y.Doc, one: TextSuggestion): ShownStanding {
	const anchor = decodeAnchor(one.anchor);
	if (anchor === null) return { kind: 'gone' };
	const standing = standingOf(doc, flat, { anchor, at: one.kind === 'insertion' ? one.at : null });
	if (standing.kind === 'gone') return standing;
	const at = starts.get(standing.text);
	if (at === undefined) return { kind: 'gone' };
	const from = at + standing.index;
	const shown = { from, to: from + standing.length };
	return standing.kind === 'intact'
		? { kind: 'intact', ...shown }
		: { kind: 'changed', now: standing.now, ...shown };
}
