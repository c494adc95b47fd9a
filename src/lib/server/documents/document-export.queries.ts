import { commentAnnex, threadsAt } from '#lib/documents/comment-annex.content.ts';
import { EXPORT_MEDIA_TYPE, type ExportFormat } from '#lib/documents/document-file.rules.ts';
import { DOCUMENT_STATE_LABEL } from '#lib/documents/document.rules.ts';
import { NOW, readMoment, type Moment } from '#lib/documents/history.rules.ts';
import { fileName } from '#lib/documents/portable.head.ts';
import { TerrimedError } from '#lib/errors.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { actionOn } from '../policies/policy.ts';
import { listThreads } from './comment.queries.ts';
import { exportDocumentJob } from './document-file.jobs.ts';
import { getDocumentById, type DocumentSummary } from './document.queries.ts';
import { readPartsAt } from './document-reader.ts';
import { frozenValues } from './figure-values.queries.ts';
import { readImages } from './image.queries.ts';
import { findMoment, type FoundMoment } from './moment.queries.ts';

/** A file on its way: its bytes come when the thread that writes it has its turn. */
export interface OutgoingFile {
	name: string;
	mediaType: string;
	bytes: Promise<Uint8Array>;
}

/**
 * A document as a file, as it is now or was at a moment; with the comments of that moment at its end when they are asked for.
 * @throws TerrimedError `not-found`; `invalid-input` for a moment that is none, or the plan, which has exports of its own
 */
export async function exportDocument(
	context: Context,
	documentId: string,
	asked: {
		format: ExportFormat;
		at?: string | undefined;
		comments?: '1' | undefined;
		/** Where the thread that writes it tells how far it is. */
		progress?: SharedArrayBuffer;
	},
): Promise<OutgoingFile> {
	const found = await getDocumentById(context, documentId);
	const space = await authorizeInSpace(context, actionOn(found.kind, 'read'), found.departmentCode);
	if (found.kind === 'plan') {
		throw new TerrimedError('invalid-input', "Le plan s'exporte depuis sa page, en tableur ou en PDF.");
	}
	const moment = readMoment(asked.at ?? NOW) ?? wrongMoment();
	const place = await findMoment(context.db, found.id, moment);
	const parts = await readPartsAt(context.db, found.id, place.seq);
	const at = moment.kind === 'now' ? context.now() : momentOf(moment, place);
	const annex =
		asked.comments === '1' ? commentAnnex(threadsAt(await listThreads(context, found.id), at)) : [];
	const { version } = place;
	const figures =
		version === null
			? await context.figures.list(context, found.departmentCode)
			: await frozenValues(context.db, found.id, version.id);
	const images = await readImages(context.db, found.id);
	const head = {
		title: found.title,
		place: space.departmentName,
		state: stateOf(found, place),
		moment: momentInWords(at),
	};
	return {
		name: fileName(found.title, asked.format),
		mediaType: EXPORT_MEDIA_TYPE[asked.format],
		bytes: context.files.run(exportDocumentJob, {
			parts,
			format: asked.format,
			head,
			annex,
			images,
			figures,
			frozen: version !== null,
			...(asked.progress === undefined ? {} : { progress: asked.progress }),
		}),
	};
}

function wrongMoment(): never {
	throw new TerrimedError('invalid-input', "L'adresse contient une date qui ne convient pas.", {
		at: 'Donnez un instant, un jour, ou l’identifiant d’une version.',
	});
}

function momentOf(moment: Moment, place: FoundMoment): Date {
	if (moment.kind === 'instant') return moment.at;
	return place.at ?? new Date(0);
}

/** What the text of that moment is: a version says its own name, not the state that the document has today. */
function stateOf(found: DocumentSummary, { moment, version }: FoundMoment): string {
	if (version !== null) return `${version.adopted ? 'Version adoptée' : 'Version'} « ${version.name} »`;
	return moment.kind === 'now' ? DOCUMENT_STATE_LABEL[found.state] : 'Texte de travail à cette date';
}

/** « 22 novembre 2026 à 11 h 05 », in France. */
export function momentInWords(at: Date): string {
	const day = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: 'Europe/Paris' }).format(at);
	const time = new Intl.DateTimeFormat('fr-FR', { timeStyle: 'short', timeZone: 'Europe/Paris' }).format(at);
	return `${day.replace(/^1 /, '1er ')} à ${time.replace(':', '\u00a0h\u00a0')}`;
}
