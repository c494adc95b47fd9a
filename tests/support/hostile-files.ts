import { strToU8, zipSync, type Zippable } from 'fflate';

/** A file that somebody brings and that is refused: how, by which code, and what else its sentence says. */
export interface HostileFile {
	name: string;
	bytes: Uint8Array;
	code: string;
	/** What whoever brought it can do, in words of the sentence. */
	says: RegExp;
}

/** Word's parts: the least there must be, and what makes it hostile. */
function word(parts: Zippable): Uint8Array {
	return zipSync({
		'[Content_Types].xml': strToU8('<Types/>'),
		'word/document.xml': strToU8(
			'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>',
		),
		...parts,
	});
}

function workbook(parts: Zippable): Uint8Array {
	return zipSync({
		'[Content_Types].xml': strToU8('<Types/>'),
		'xl/workbook.xml': strToU8('<workbook/>'),
		...parts,
	});
}

/** Says in its directory that each of its files is small. */
function lying(bytes: Uint8Array): Uint8Array {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	for (let at = 0; at < bytes.length - 46; at += 1) {
		if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 100, true);
	}
	return bytes;
}

const external = strToU8(
	'<Relationships><Relationship Id="r1" Type="http://x/relationships/image" Target="https://mal.example/a.png" TargetMode="External"/></Relationships>',
);
const blanks = (count: number): Uint8Array => new Uint8Array(count).fill(0x20);
const RETRY = /Rien n'a été enregistré\./;

/** One of each sort that must be refused, each as large as it may come. Made one by one: together they fill a gigabyte. */
export const HOSTILE_FILES: Readonly<Record<string, () => HostileFile>> = {
	'a docx bomb of 60 MB': () => ({
		name: 'bombe.docx',
		bytes: word({ 'word/document.xml': [blanks(60_000_000), { level: 1 }] }),
		code: 'file-unreasonable',
		says: /bien plus qu'il n'annonce/,
	}),
	'a docx bomb of 200 MB that lies about its size': () => ({
		name: 'bombe.docx',
		bytes: lying(word({ 'word/document.xml': [blanks(200_000_000), { level: 1 }] })),
		code: 'file-unreasonable',
		says: /bien plus qu'il n'annonce/,
	}),
	'a docx of 400,000 elements': () => ({
		name: 'elements.docx',
		bytes: word({ 'word/document.xml': strToU8(`<a>${'<b/>'.repeat(400_000)}</a>`) }),
		code: 'file-unreasonable',
		says: /trop d'éléments/,
	}),
	'a docx 50,000 elements deep': () => ({
		name: 'profond.docx',
		bytes: word({ 'word/document.xml': strToU8('<a>'.repeat(50_000) + '</a>'.repeat(50_000)) }),
		code: 'file-unreasonable',
		says: /imbriqués/,
	}),
	'a docx whose entities expand': () => ({
		name: 'entites.docx',
		bytes: word({ 'word/document.xml': strToU8('<!DOCTYPE a [<!ENTITY b "cccc">]><a>&b;</a>') }),
		code: 'file-unreasonable',
		says: RETRY,
	}),
	'a docx with an image from elsewhere': () => ({
		name: 'image.docx',
		bytes: word({ 'word/_rels/document.xml.rels': external }),
		code: 'file-external',
		says: /placez l'image dans le fichier/,
	}),
	'a docx with macros': () => ({
		name: 'macros.docx',
		bytes: word({ 'word/vbaProject.bin': blanks(1_000) }),
		code: 'file-macros',
		says: /Enregistrez-le sans macros/,
	}),
	'a damaged docx': () => ({
		name: 'coupe.docx',
		bytes: word({ 'word/media/a.bin': blanks(5_000) }).subarray(0, 200),
		code: 'file-damaged',
		says: /enregistrez-le de nouveau/,
	}),
	'a docx of 12 MB': () => ({
		name: 'lourd.docx',
		bytes: new Uint8Array(12_000_000).fill(0x50),
		code: 'too-large',
		says: /dépasse 10 Mo.*Allégez-le/,
	}),
	'an xlsx bomb of 60 MB that lies about its size': () => ({
		name: 'bombe.xlsx',
		bytes: lying(workbook({ 'xl/worksheets/sheet1.xml': [blanks(60_000_000), { level: 1 }] })),
		code: 'file-unreasonable',
		says: /bien plus qu'il n'annonce/,
	}),
	'a csv named xlsx': () => ({
		name: 'plan.xlsx',
		bytes: strToU8('Action;Statut\nA;B\n'.repeat(1_000)),
		code: 'unsupported-media-type',
		says: /n'est pas un classeur Excel/,
	}),
	'an xlsx with macros': () => ({
		name: 'plan.xlsx',
		bytes: workbook({ 'xl/vbaProject.bin': blanks(1_000) }),
		code: 'file-macros',
		says: /Enregistrez-le sans macros/,
	}),
	'an xlsx that leads elsewhere': () => ({
		name: 'plan.xlsx',
		bytes: workbook({ 'xl/_rels/workbook.xml.rels': external }),
		code: 'file-external',
		says: /Retirez ce lien/,
	}),
	'a damaged xlsx': () => ({
		name: 'plan.xlsx',
		bytes: workbook({ 'xl/worksheets/sheet1.xml': strToU8('<a>'.repeat(50)) }),
		code: 'file-damaged',
		says: /enregistrez-le de nouveau/,
	}),
};
