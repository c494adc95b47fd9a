import type * as Y from 'yjs';
import { decodeAnchor } from '#lib/documents/comment-anchor.content.ts';
import { contentOf } from '#lib/documents/document.content.ts';
import { readFlatText } from '#lib/documents/flat-text.content.ts';
import { applyWords, standingOf, type SuggestedPlace } from '#lib/documents/suggestion.content.ts';
import type { ProposeInput, WriteSuggestionInput } from '#lib/documents/suggestion.input.ts';
import { kindOfChange, type DecidedSuggestion } from '#lib/documents/suggestion.rules.ts';
import { notFound, TerrimedError } from '#lib/errors.ts';
import type { Context } from '../context/context.ts';
import type { DocumentPlace } from './document.commands.ts';
import { decideSuggestions, type SuggestionTarget } from './suggestion-decision.commands.ts';
import { authorizeProposer, recordSuggestion } from './suggestion-record.commands.ts';
import type { SuggestionRow } from './suggestion.queries.ts';

const WORDS: SuggestionTarget = {
	of: 'words',
	apply: applyToText,
	changed:
		'Le passage a changé depuis que cette proposition a été faite. Rien n’a été écrit\u00a0: comparez les deux textes, puis proposez à nouveau.',
};

/** What the page of a text asks: a suggestion is made, or decided. */
export async function writeSuggestion(
	context: Context,
	place: DocumentPlace,
	input: WriteSuggestionInput,
): Promise<DecidedSuggestion[] | { id: string }> {
	if (input.do !== 'propose') return decideSuggestions(context, place, { input, target: WORDS });
	return { id: await propose(context, place, input) };
}

/** Proposes other words for a passage, or words between two of a passage. @throws TerrimedError `not-found`, `invalid-input` */
async function propose(context: Context, place: DocumentPlace, input: ProposeInput): Promise<string> {
	const proposer = await authorizeProposer(context, place);
	// The plan is no text: what is proposed for it is a value of a field.
	if (proposer.found.kind === 'plan') throw notFound();
	const { anchor, at, proposed, reason } = input;
	const passage = decodeAnchor(anchor)?.passage ?? '';
	const kind = kindOfChange(at === null ? passage : '', proposed);
	if (kind === null || (at !== null && at > passage.length)) {
		const sentence = 'Cette proposition ne change rien. Écrivez d’autres mots.';
		throw new TerrimedError('invalid-input', sentence, { proposed: sentence });
	}
	return recordSuggestion(context, proposer, {
		...{ kind, anchor, at: at ?? 0, quote: passage, proposed, reason },
	});
}

/**
 * Writes what can be written, from the end of the text backwards; after each, the text is read again, so that of two suggestions on
 * the same words one only is written.
 */
function applyToText(doc: Y.Doc, suggestions: readonly SuggestionRow[]): Set<string> {
	const content = contentOf(doc);
	let flat = readFlatText(content);
	const startOf = (place: SuggestedPlace): number => {
		const standing = standingOf(doc, flat, place);
		const piece = standing.kind === 'intact' ? flat.pieces.find(({ text }) => text === standing.text) : null;
		return piece && standing.kind === 'intact' ? piece.start + standing.index : -1;
	};
	const ordered = suggestions
		.flatMap(({ id, anchor, at, kind, proposed }) => {
			const read = anchor === null ? null : decodeAnchor(anchor);
			const place = read === null ? null : { anchor: read, at: kind === 'insertion' ? at : null };
			return place === null ? [] : [{ id, place, proposed, start: startOf(place) }];
		})
		.sort((left, right) => right.start - left.start);
	const written = new Set<string>();
	for (const { id, place, proposed } of ordered) {
		const standing = standingOf(doc, flat, place);
		if (standing.kind !== 'intact') continue;
		applyWords(standing, proposed);
		written.add(id);
		flat = readFlatText(content);
	}
	return written;
}
