import { foldChanges, isStatusChange, type FoldedChange, type Sitting } from './activity.rules.ts';
import { DOCUMENT_KIND_IN_SENTENCE, type DocumentKind } from './document.rules.ts';

/** A piece of a sentence; a page makes links of documents and actions and sets the person in bold. */
export type SentencePart =
	| { kind: 'text'; text: string }
	| { kind: 'person'; text: string }
	| { kind: 'document'; text: string; documentId: string }
	| { kind: 'action'; text: string; actionId: string };

/** One line of the activity of a space. */
export interface ActivityLine {
	/** Stable for the same sitting and kind of change, so that a list keeps its rows. */
	key: string;
	accountId: string;
	personName: string;
	happenedAt: Date;
	parts: SentencePart[];
}

/** What the sentences need to know beside the entries. */
export interface Vocabulary {
	personName: string;
	document: { id: string; kind: DocumentKind; title: string } | null;
	/** « 5.3 » while the action is in the plan. */
	numberOf(actionId: string): string | undefined;
	/** « En retard » for `late`. */
	statusLabel(status: string): string;
}

/** Beyond this many, a sentence counts instead of naming. */
const NAMED_AT_MOST = 4;

const NBSP = '\u00a0';

const quoted = (text: string): string => `«${NBSP}${text}${NBSP}»`;
const plain = (text: string): SentencePart => ({ kind: 'text', text });

/** The sentences of a sitting, the last thing done first. */
export function tellSitting(sitting: Sitting, words: Vocabulary): ActivityLine[] {
	const changes = foldChanges(sitting.entries);
	const groups = new Map<string, FoldedChange[]>();
	for (const change of changes) {
		// Each change of status is said by itself; the rest is said once per kind.
		const key = isStatusChange(change) ? `status ${change.subject}` : change.verb;
		groups.set(key, [...(groups.get(key) ?? []), change]);
	}
	const lines = [...groups.entries()].flatMap(([key, group]) => {
		const last = group.at(-1);
		if (last === undefined) return [];
		return {
			key: `${sitting.accountId} ${sitting.documentId ?? ''} ${key} ${last.happenedAt.getTime()}`,
			accountId: sitting.accountId,
			personName: words.personName,
			happenedAt: last.happenedAt,
			parts: tellGroup(group, last, words),
		};
	});
	return lines.sort((left, right) => right.happenedAt.getTime() - left.happenedAt.getTime());
}

function tellGroup(group: FoldedChange[], last: FoldedChange, words: Vocabulary): SentencePart[] {
	const person: SentencePart = { kind: 'person', text: words.personName };
	switch (last.verb) {
		case 'text-edited':
			return [person, plain(' a modifié '), nameDocument(words), plain(`${nameSections(group)}.`)];
		case 'action-added':
			return [person, plain(' a ajouté '), ...nameActions(group, words), plain('.')];
		case 'action-removed':
			return [person, plain(' a retiré '), plain(`${nameRemoved(group)}.`)];
		case 'action-field-changed':
			return isStatusChange(last)
				? [
						person,
						plain(' a passé '),
						...nameActions([last], words),
						plain(` à${NBSP}${quoted(words.statusLabel(last.after ?? ''))}.`),
					]
				: [person, plain(' a modifié '), ...nameActions(group, words), plain('.')];
		case 'document-created':
			return [person, plain(' a créé '), nameDocument(words), plain('.')];
		case 'document-commented':
			return [person, plain(' a commenté '), nameDocument(words), plain('.')];
		case 'suggestion-made':
			return [person, plain(' a proposé de modifier '), nameDocument(words), plain('.')];
		case 'suggestion-accepted':
			return [person, plain(' a accepté une proposition dans '), nameDocument(words), plain('.')];
		case 'suggestion-refused':
			return [person, plain(' a refusé une proposition dans '), nameDocument(words), plain('.')];
		case 'member-joined':
			return [person, plain(' a rejoint le comité.')];
		case 'mandate-ended':
			return [plain('Le mandat de '), person, plain(' a pris fin.')];
	}
}

function nameDocument(words: Vocabulary): SentencePart {
	const { document } = words;
	if (document === null) return plain('un document');
	return { kind: 'document', documentId: document.id, text: documentInWords(document) };
}

/** « le diagnostic », « le plan d’action », « la note « Permanence » ». */
export function documentInWords({ kind, title }: { kind: DocumentKind; title: string }): string {
	const named = DOCUMENT_KIND_IN_SENTENCE[kind];
	return kind === 'diagnosis' || kind === 'plan' ? named : `${named} ${quoted(title)}`;
}

function nameSections(group: FoldedChange[]): string {
	const sections = group.filter((change) => change.label !== '');
	const [first] = sections;
	if (first === undefined) return '';
	if (sections.length === 1) return `, partie${NBSP}${first.label} ${quoted(first.subject)}`;
	if (sections.length > NAMED_AT_MOST) return `, ${sections.length} parties`;
	const numbers = sections.map((change) => change.label).sort(compareNumbers);
	return `, parties ${enumerate(numbers)}`;
}

function nameRemoved(group: FoldedChange[]): string {
	const [first] = group;
	if (group.length === 1 && first !== undefined) return `l’action ${quoted(first.label)}`;
	return `${group.length} actions du plan`;
}

function nameActions(group: FoldedChange[], words: Vocabulary): SentencePart[] {
	const [first] = group;
	if (group.length === 1 && first !== undefined) {
		const number = words.numberOf(first.subject);
		const name = `${number === undefined ? '' : `${number}${NBSP}`}${quoted(first.label)}`;
		return [plain('l’action '), { kind: 'action', actionId: first.subject, text: name }];
	}
	const numbered = group.flatMap((change) => {
		const number = words.numberOf(change.subject);
		return number === undefined ? [] : [{ number, actionId: change.subject }];
	});
	if (group.length > NAMED_AT_MOST || numbered.length < group.length) {
		return [plain(`${group.length} actions du plan`)];
	}
	numbered.sort((left, right) => compareNumbers(left.number, right.number));
	return [
		plain('les actions '),
		...numbered.flatMap(({ number, actionId }, index): SentencePart[] => {
			const action: SentencePart = { kind: 'action', actionId, text: number };
			if (index === 0) return [action];
			return [plain(index === numbered.length - 1 ? ' et ' : ', '), action];
		}),
	];
}

/** « 2, 3 et 5 ». */
export function enumerate(words: readonly string[]): string {
	if (words.length < 2) return words.join('');
	return `${words.slice(0, -1).join(', ')} et ${words.at(-1)}`;
}

/** Order of « 2.10 » after « 2.9 ». */
function compareNumbers(left: string, right: string): number {
	return left.localeCompare(right, 'fr', { numeric: true });
}
