import { createHash } from 'node:crypto';
import { TerrimedError } from '#lib/errors.ts';
import { attachmentName, isRunCell, type AttachmentType } from '#lib/indicators/attachment.rules.ts';
import { CsvSplitter, guessSeparator, RowsFault } from '#lib/registries/csv.rules.ts';
import { writeImageHandler } from '../documents/image.handlers.ts';
import { damaged, wrongType } from '../files/file.faults.ts';
import { decodeText, encodingOf } from '../registries/readers/encoding.ts';
import type { ReadAttachment, ReadAttachmentInput } from './attachment.jobs.ts';

const EXPECTED = 'un PDF, une image (PNG, JPEG, WebP) ou un texte .csv';
const IMAGE_NAME = /\.(?:png|jpe?g|webp)$/i;

/**
 * A file that proves a value, judged by what it holds and by its name together. An image is written anew, without what the camera added;
 * the two others are kept to the byte, since they are a proof, and refused when opening them could run something.
 * @throws TerrimedError with a sentence for whatever is none of these
 */
export async function readAttachmentHandler(brought: ReadAttachmentInput): Promise<ReadAttachment> {
	const { bytes, fileName } = brought;
	if (IMAGE_NAME.test(fileName)) {
		const image = await writeImageHandler({ bytes });
		return kept(brought, image.type, image.bytes);
	}
	if (/\.pdf$/i.test(fileName)) {
		checkPdf(bytes);
		return kept(brought, 'application/pdf', bytes);
	}
	if (!/\.csv$/i.test(fileName)) throw wrongType(EXPECTED);
	await checkCsv(brought);
	return kept(brought, 'text/csv', bytes);
}

function kept({ fileName }: ReadAttachmentInput, type: AttachmentType, bytes: Uint8Array): ReadAttachment {
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	return { name: attachmentName(fileName, type), type, bytes, sha256 };
}

/** Where a PDF says that it ends: some programs add a few lines after. */
const PDF_END_BYTES = 2_048;
/** What makes a reader run something, open a file or fetch one. Inside a compressed part it is not seen: the file is never shown by us. */
const PDF_ACTIVE = /\/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)(?![A-Za-z])/;

function checkPdf(bytes: Uint8Array): void {
	const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
	if (!text.startsWith('%PDF-')) throw wrongType(EXPECTED);
	if (!text.slice(-PDF_END_BYTES).includes('%%EOF')) throw damaged();
	// A name may be written with the codes of its letters: « #4A » is J.
	const plain = withoutStreams(text).replace(/#([0-9A-Fa-f]{2})/g, (_, code: string) =>
		String.fromCharCode(Number.parseInt(code, 16)),
	);
	if (PDF_ACTIVE.test(plain)) throw withActions();
}

/** What stands between the streams: in their bytes, which may be anything, each word comes up by chance. */
function withoutStreams(text: string): string {
	const kept: string[] = [];
	let from = 0;
	for (let start = text.indexOf('stream', from); start !== -1; start = text.indexOf('stream', from)) {
		const end = text.indexOf('endstream', start + 6);
		if (end === -1) break;
		kept.push(text.slice(from, start));
		from = end + 9;
	}
	return kept.join(' ') + text.slice(from);
}

const withActions = (): TerrimedError =>
	new TerrimedError(
		'file-macros',
		"Ce PDF contient un programme ou un autre fichier. Rien n'a été enregistré. Imprimez-le en PDF, puis joignez ce nouveau fichier.",
	);

/** @throws TerrimedError when it is no text in rows, or when a cell would run in a spreadsheet */
async function checkCsv({ bytes, fileName }: ReadAttachmentInput): Promise<void> {
	const source = {
		...{ name: fileName, size: bytes.byteLength },
		async *parts() {
			yield bytes;
		},
	};
	try {
		const encoding = await encodingOf(source);
		let splitter: CsvSplitter | null = null;
		for await (const text of decodeText(source, encoding)) {
			if (/^\s*<(?:!doctype|html|script|svg|\?xml)/i.test(text)) throw wrongType(EXPECTED);
			splitter ??= new CsvSplitter(guessSeparator(text));
			refuseRun(splitter.push(text));
		}
		if (splitter === null) throw damaged();
		refuseRun(splitter.end());
	} catch (error) {
		if (error instanceof RowsFault) throw damaged();
		// A file that is no text is told here as what it should be, not as the registries tell it.
		if (error instanceof TerrimedError && error.code === 'unsupported-media-type') throw wrongType(EXPECTED);
		throw error;
	}
}

function refuseRun(rows: readonly string[][]): void {
	const cell = rows.flat().find(isRunCell);
	if (cell === undefined) return;
	throw new TerrimedError(
		'file-macros',
		"Ce fichier contient une formule, qu'un tableur exécuterait à l'ouverture. Rien n'a été enregistré. Remplacez-la par sa valeur, puis joignez-le de nouveau.",
	);
}
