import { FILE_LIMITS } from './file.limits.ts';
import { damaged, unreasonable } from './file.faults.ts';

/** Elements seen so far, in all the parts of one file. */
export interface XmlAllowance {
	elements: number;
}

/**
 * The text of a part, once it is known to be harmless to read: UTF-8, no declarations of its own (entities expand), neither too
 * deep nor too many elements. One pass, whatever the text. @throws TerrimedError
 */
export function guardXml(bytes: Uint8Array, allowance: XmlAllowance): string {
	const text = decode(bytes);
	let depth = 0;
	for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
		const next = text.charCodeAt(at + 1);
		if (next === EXCLAMATION) {
			at = afterComment(text, at);
		} else if (next === QUESTION) {
			at = after(text, '?>', at);
		} else {
			const end = endOfTag(text, at + 1);
			const isClosing = next === SLASH;
			const isEmpty = text.charCodeAt(end - 1) === SLASH;
			if (!isClosing) allowance.elements += 1;
			depth += isClosing ? -1 : isEmpty ? 0 : 1;
			if (depth < 0) throw damaged();
			if (depth > FILE_LIMITS.XML_DEPTH.value) throw unreasonable();
			if (allowance.elements > FILE_LIMITS.XML_ELEMENTS.value) throw unreasonable();
			at = end + 1;
		}
	}
	if (depth !== 0) throw damaged();
	return text;
}

const EXCLAMATION = 33;
const QUESTION = 63;
const SLASH = 47;
const QUOTE = 34;
const APOSTROPHE = 39;
const GREATER = 62;

function decode(bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		throw damaged();
	}
}

/** Comments and character data are passed over; a declaration has no place in an office file. */
function afterComment(text: string, at: number): number {
	if (text.startsWith('<!--', at)) return after(text, '-->', at + 4);
	if (text.startsWith('<![CDATA[', at)) return after(text, ']]>', at + 9);
	throw unreasonable();
}

function after(text: string, sign: string, from: number): number {
	const found = text.indexOf(sign, from);
	if (found < 0) throw damaged();
	return found + sign.length;
}

/** Where a tag ends: the first `>` outside quotes. */
function endOfTag(text: string, from: number): number {
	for (let at = from; at < text.length; at += 1) {
		const code = text.charCodeAt(at);
		if (code === GREATER) return at;
		if (code !== QUOTE && code !== APOSTROPHE) continue;
		at = text.indexOf(code === QUOTE ? '"' : "'", at + 1);
		if (at < 0) break;
	}
	throw damaged();
}
