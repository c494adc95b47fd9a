import { DOCUMENT_KIND_LABEL, DOCUMENT_STATE_LABEL } from '#lib/documents/document.rules.ts';
import { ROLE_LABEL } from '#lib/committee/role.rules.ts';
import { shortDate } from '#lib/ui/date-text.ts';
import { changeOf, type Change, type ChangeDraft } from './change.catalogue.ts';
import type { DocumentThen, SeatedMember } from '../state/state.ts';

/** The changes of the documents: opened, adopted, put away, written in. The plan's text is told action by action. */
export function documentChanges(before: readonly DocumentThen[], after: readonly DocumentThen[]): Change[] {
	const known = new Map(before.map((one) => [one.id, one]));
	return after.flatMap((now) => {
		const old = known.get(now.id) ?? null;
		const subject = { kind: 'document', id: now.id, number: '', name: now.title } as const;
		const drafts = [...adoptionDrafts(old, now), ...(old === null ? [opened(now)] : changedDrafts(old, now))];
		return drafts.map((draft) => changeOf({ subject, proposition: null }, draft));
	});
}

function opened({ kind, state }: DocumentThen): ChangeDraft {
	const after = `${DOCUMENT_KIND_LABEL[kind]}, ${DOCUMENT_STATE_LABEL[state].toLocaleLowerCase('fr')}`;
	return { rule: 'document-created', field: 'document', label: 'Document', before: null, after };
}

function adoptionDrafts(before: DocumentThen | null, after: DocumentThen): ChangeDraft[] {
	const known = new Set(before?.adopted.map(({ id }) => id));
	return after.adopted
		.filter(({ id }) => !known.has(id))
		.map(({ id, name }) => ({
			...{ rule: 'version-adopted', field: `adopted/${id}`, label: 'Version adoptée' },
			...{ before: null, after: name },
		}));
}

/** Kinds whose words engage the committee. */
const ENGAGING: ReadonlySet<DocumentThen['kind']> = new Set(['diagnosis', 'project', 'contract']);

function changedDrafts(before: DocumentThen, after: DocumentThen): ChangeDraft[] {
	const drafts: ChangeDraft[] = [];
	if (before.title !== after.title) {
		const quoted = { before: before.title, after: after.title };
		drafts.push({ rule: 'document-renamed', field: 'title', label: 'Titre', ...quoted });
	}
	if (before.state !== after.state) {
		const rule = after.state === 'archived' ? 'document-archived' : 'document-state';
		const quoted = { before: DOCUMENT_STATE_LABEL[before.state], after: DOCUMENT_STATE_LABEL[after.state] };
		drafts.push({ rule, field: 'state', label: 'État', ...quoted });
	}
	if (before.hash !== after.hash && after.kind !== 'plan') {
		const rule = ENGAGING.has(after.kind) ? 'engaging-text' : 'other-text';
		// How many words is read from the log, by whoever has both texts.
		drafts.push({ rule, field: 'text', label: 'Texte', before: null, after: null });
	}
	return drafts;
}

/** Who came to the committee, who left, and whose mandate says something else. */
export function memberChanges(before: readonly SeatedMember[], after: readonly SeatedMember[]): Change[] {
	const known = new Map(before.map((one) => [one.mandateId, one]));
	const kept = new Set(after.map(({ mandateId }) => mandateId));
	return [
		...after.flatMap((now) => {
			const old = known.get(now.mandateId);
			if (old === undefined) return [seatChange(now, { rule: 'member-joined', before: null, after: now })];
			if (seatInWords(old) === seatInWords(now)) return [];
			return [seatChange(now, { rule: 'seat-changed', before: old, after: now })];
		}),
		...before
			.filter(({ mandateId }) => !kept.has(mandateId))
			.map((old) => seatChange(old, { rule: 'member-left', before: old, after: null })),
	];
}

function seatChange(
	member: SeatedMember,
	told: {
		rule: 'member-joined' | 'member-left' | 'seat-changed';
		before: SeatedMember | null;
		after: SeatedMember | null;
	},
): Change {
	const name = `${member.name}, ${member.organisation}`;
	const subject = { kind: 'member', id: member.mandateId, number: '', name } as const;
	const { rule, before, after } = told;
	return changeOf(
		{ subject, proposition: null },
		{
			...{ rule, field: 'mandate', label: 'Mandat' },
			...{ before: before && seatInWords(before), after: after && seatInWords(after) },
		},
	);
}

function seatInWords({ collegeLabel, seatRole, role, title, from, until }: SeatedMember): string {
	const seat = seatRole === 'holder' ? 'titulaire' : 'suppléance';
	const right = role === null ? 'sans accès' : ROLE_LABEL[role];
	const dates = `du ${shortDate(from)} au ${shortDate(until)}`;
	return [collegeLabel, title, seat, right, dates].filter(Boolean).join(', ');
}
