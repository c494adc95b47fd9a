/** What a value's attachment may be, and what its file ends with. */
export const ATTACHMENT_EXTENSION = {
	'application/pdf': 'pdf',
	'image/png': 'png',
	'image/jpeg': 'jpg',
	'text/csv': 'csv',
} as const;
export type AttachmentType = keyof typeof ATTACHMENT_EXTENSION;
export const ATTACHMENT_TYPES = Object.keys(ATTACHMENT_EXTENSION) as AttachmentType[];

export const ATTACHMENT_LABEL: Record<AttachmentType, string> = {
	'application/pdf': 'PDF',
	'image/png': 'image',
	'image/jpeg': 'image',
	'text/csv': 'CSV',
};

/** What a file field offers; a WebP is kept as another sort of image. */
export const ATTACHMENT_ACCEPT = '.pdf,.png,.jpg,.jpeg,.webp,.csv';

/** Longest name shown of a file. */
const NAME_LONGEST = 120;

/** A file's name as it is shown: without folders, signs that cannot be seen, or the direction of writing turned round. */
export function attachmentName(brought: string, type: AttachmentType): string {
	const last = brought.split(/[\\/]/).at(-1) ?? '';
	const stem = last
		.replace(/\.[^.]*$/, '')
		.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
		.trim()
		.slice(0, NAME_LONGEST);
	return `${stem === '' ? 'piece' : stem}.${ATTACHMENT_EXTENSION[type]}`;
}

/** « 1,4 Mo », « 12 ko ». */
export function sizeInWords(bytes: number): string {
	const [value, unit] = bytes < 1_048_576 ? [bytes / 1_024, 'ko'] : [bytes / 1_048_576, 'Mo'];
	const digits = unit === 'ko' ? 0 : 1;
	const number = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: digits }).format(Math.max(value, 1));
	return `${number.replaceAll('\u202f', '\u00a0')}\u00a0${unit}`;
}

/** A cell that a spreadsheet would run when somebody opens the file: a number or a word with a dash before it is none. */
export function isRunCell(cell: string): boolean {
	return /^\s*(?:[=@]|[+\-].*[(|!])/s.test(cell);
}
