import { createHash } from 'node:crypto';
import { ROOT } from '#lib/collaboration/protocol.ts';
import type { ActivityDraft } from '#lib/documents/activity.rules.ts';
import { contentOf } from '#lib/documents/document.content.ts';
import { readPassages } from '#lib/documents/passages.content.ts';
import { readSections } from '#lib/documents/section.content.ts';
import { countUnknownRoots, countUnknownText, nothingUnknown } from '#lib/documents/unknown.content.ts';
import { contentShape } from './content-shape.ts';
import type { Projection } from './projection.ts';
import { indexPassages } from './search-index.commands.ts';

/** A section of a rich text, by its heading and the hash of what it holds. */
interface SectionSummary {
	key: string;
	number: string;
	heading: string;
	hash: string;
}

export type TextSummary = SectionSummary[];

/** Of rich text, what people did in it is kept, and the words by which it is found. */
export const textProjection: Projection<TextSummary> = {
	summarize(doc) {
		const seen = new Map<string, number>();
		return readSections(doc).map(({ number, heading, content }) => {
			const occurrence = (seen.get(heading) ?? 0) + 1;
			seen.set(heading, occurrence);
			const hash = createHash('sha1').update(content).digest('base64');
			return { key: `${occurrence} ${heading}`, number, heading, hash };
		});
	},
	unknown(doc) {
		const unknown = countUnknownRoots(doc, [ROOT.content], nothingUnknown());
		return countUnknownText(contentOf(doc), contentShape(), unknown);
	},
	changes(before, after) {
		const known = new Map(before.map((section) => [section.key, section]));
		const kept = new Set(after.map((section) => section.key));
		const edited = after.filter((section) => known.get(section.key)?.hash !== section.hash);
		// A heading that changed is seen as a new section in the same place: only what has gone altogether is added.
		const removed = before.filter((section, index) => {
			const inItsPlace = after[index];
			return !kept.has(section.key) && (inItsPlace === undefined || known.has(inItsPlace.key));
		});
		return [...edited, ...removed].map(draftOf);
	},
	async write(transaction, document) {
		await indexPassages(transaction, document.id, readPassages(document.doc));
	},
};

function draftOf(section: SectionSummary): ActivityDraft {
	return {
		verb: 'text-edited',
		subject: section.heading,
		label: section.number,
		before: null,
		after: null,
	};
}
