/** Every bound on files that people bring and take: its value, its unit and why it is that much. */
export const FILE_LIMITS = {
	FILE_BYTES: bound(
		10_485_760,
		'bytes',
		'a report of 300 pages with its pictures; what we keep of it is a hundredth',
	),
	FORM_BYTES: bound(16_384, 'bytes', 'what a form says around its file: names, lengths, a title'),
	ENTRIES: bound(2_000, 'files in an archive', 'a report with 1,500 pictures; a bomb has tens of thousands'),
	INFLATED_BYTES: bound(
		33_554_432,
		'bytes',
		'the parts that we read, all together once inflated: 300 pages of Word are 15 million',
	),
	PART_BYTES: bound(25_165_824, 'bytes', 'one part once inflated'),
	XML_DEPTH: bound(120, 'levels', 'lists in tables in lists: Word stays under 40'),
	XML_ELEMENTS: bound(
		250_000,
		'elements in an archive',
		'300 pages have about 150,000; each costs a kilobyte to read',
	),
	MARKDOWN_BYTES: bound(2_097_152, 'bytes', 'the text of a full document'),
	BLOCKS: bound(20_000, 'blocks', '700 pages have about 10,000; more is no text to edit together'),
	CONTENT_BYTES: bound(
		1_048_576,
		'bytes',
		'what is brought into a document: beyond this its authors would be warned at once',
	),
	NESTING: bound(
		12,
		'levels of lists, quotes and tables',
		'nobody reads deeper; an editor draws more only with pain',
	),
	SHEET_ROWS: bound(5_000, 'rows', 'ten times the largest plan, with blank rows between'),
	SHEET_COLUMNS: bound(400, 'columns', 'the columns of a plan with twenty years of budget are 80'),
	SHEET_CHARACTERS: bound(
		4_000_000,
		'characters',
		'a plan of 500 actions with long descriptions; a text that many cells share counts in each',
	),
	IMAGE_PIXELS: bound(
		25_000_000,
		'pixels of a picture brought',
		'a camera of 24 million; four bytes each stay under 100 MB while it is read',
	),
	IMAGE_SIDE: bound(2_000, 'pixels', 'the longer side of a picture kept: twice the width of the sheet'),
	IMAGE_STORED_BYTES: bound(1_572_864, 'bytes', 'a drawing that weighs more is kept as a photograph'),
	IMAGES: bound(80, 'pictures in a document', 'a report of 100 pages has about 40'),
	IMAGES_BYTES: bound(
		31_457_280,
		'bytes of the pictures of a document',
		'what an export carries at once: 80 photographs of 400 kB',
	),
	ATTACHMENT_BYTES: bound(
		5_242_880,
		'bytes',
		'what proves a value: a scanned letter of ten pages, a photograph; kept in the database for as long as the value',
	),
	ATTACHMENTS: bound(200, 'attachments of an indicator', 'one a month for sixteen years'),
	JOB_MS: bound(60_000, 'ms', 'one file: 700 pages take under 10 s; beyond this the thread is replaced'),
	IDLE_MS: bound(30_000, 'ms', 'the thread ends when it has had nothing to do for this long'),
	WAITING: bound(20, 'jobs', 'waiting for the thread: more and whoever comes is asked to come back'),
	MEMORY_MIB: bound(
		512,
		'MiB',
		'the heap of the thread: a file that needs more ends the thread, not the process',
	),
} as const;

type Bound = { value: number; unit: string; reason: string };

function bound(value: number, unit: string, reason: string): Bound {
	return { value, unit, reason };
}
