import { z } from 'zod';
import { line, lines } from '#lib/text.input.ts';
import { parseDateText } from '#lib/ui/date-text.ts';
import { COLLEGE_SLUGS, type CollegeSlug } from './college.catalogue.ts';
import { NEW_ORGANISATION } from './member.rules.ts';
import { COMMITTEE_ROLES, REGIONAL_ROLES, type SeatRole } from './role.rules.ts';

/** Longest texts: a name or a body's official title fits with room to spare, a pasted page does not. */
const NAME_LENGTH = 120;
const TITLE_LENGTH = 160;
/** RFC 5321's longest address. */
const EMAIL_LENGTH = 254;
/** An official represents one EPCI at most; its communes, by name, are shorter than this. */
const COMMUNES_LENGTH = 6_000;

const TOO_LONG = (limit: number): string => `Gardez au plus ${limit} caractères.`;

/** Of one line: a line break in a name would let its writer forge lines of a mail. */
const required = (limit: number, missing: string) => line().min(2, missing).max(limit, TOO_LONG(limit));
const optional = (limit: number) => line().max(limit, TOO_LONG(limit)).default('');

const email = line()
	.toLowerCase()
	.max(EMAIL_LENGTH, 'Cette adresse est trop longue.')
	.pipe(z.email('Écrivez une adresse complète, par exemple prenom.nom@commune.fr.'));

/** A day as people type it (`31/03/2027`) or as an ISO day; gives the ISO day. */
const day = line().transform((text, context) => {
	const parsed = parseDateText(text);
	if (parsed.ok) return parsed.iso;
	context.addIssue({ code: 'custom', message: parsed.message });
	return z.NEVER;
});

const person = {
	displayName: required(NAME_LENGTH, 'Écrivez le prénom et le nom.'),
	email,
};

const period = { startsOn: day, endsOn: day };
const WRONG_PERIOD = { path: ['endsOn'], message: 'La fin du mandat vient avant son début.' };
const isPeriod = (value: { startsOn: string; endsOn: string }): boolean => value.endsOn >= value.startsOn;

/** The organisation that a person will represent: one of the list, or one made with the invitation. */
export type OrganisationChoice =
	{ kind: 'existing'; id: string } | { kind: 'new'; college: CollegeSlug; acronym: string; name: string };

export interface Invite {
	displayName: string;
	email: string;
	organisation: OrganisationChoice;
	seatRole: SeatRole;
	role: (typeof COMMITTEE_ROLES)[number];
	title: string;
	communeCodes: string[];
	startsOn: string;
	endsOn: string;
}

/** The form gives communes as they are written; `readCommuneNames` makes codes of them. */
export type InviteForm = Omit<Invite, 'communeCodes'> & { communes: string };

/** The invitation form of a committee, flat as a form is. */
export const inviteInput = z
	.strictObject({
		...person,
		organisationId: line().min(1, 'Choisissez la structure que cette personne représente.'),
		college: line().default(''),
		organisationAcronym: optional(20),
		organisationName: optional(TITLE_LENGTH),
		seatRole: z.enum(['holder', 'substitute'], 'Dites si la personne est titulaire ou suppléante.'),
		role: z.enum(COMMITTEE_ROLES, 'Choisissez ce que la personne pourra faire.'),
		title: optional(TITLE_LENGTH),
		communes: lines().max(COMMUNES_LENGTH, 'Gardez moins de communes.').default(''),
		...period,
	})
	.refine(isPeriod, WRONG_PERIOD)
	.transform((form, context): InviteForm => {
		const { organisationId, college, organisationAcronym, organisationName, ...rest } = form;
		if (organisationId !== NEW_ORGANISATION) {
			return { ...rest, organisation: { kind: 'existing', id: organisationId } };
		}
		const slug = COLLEGE_SLUGS.find((one) => one === college);
		if (slug === undefined) {
			context.addIssue({ code: 'custom', path: ['college'], message: 'Choisissez le collège.' });
			return z.NEVER;
		}
		if (organisationName.length < 2) {
			const message = 'Écrivez le nom de la structure.';
			context.addIssue({ code: 'custom', path: ['organisationName'], message });
			return z.NEVER;
		}
		const acronym = organisationAcronym;
		return { ...rest, organisation: { kind: 'new', college: slug, acronym, name: organisationName } };
	});

/** Somebody named for a whole region by the platform's administration. */
export const appointRegionalInput = z
	.strictObject({
		...person,
		regionCode: line().regex(/^\d{2,3}$/, 'Choisissez la région.'),
		role: z.enum(REGIONAL_ROLES, 'Choisissez la structure.'),
		title: optional(TITLE_LENGTH),
		...period,
	})
	.refine(isPeriod, WRONG_PERIOD);

export type AppointRegional = z.output<typeof appointRegionalInput>;

/** Opening a committee and naming who will run it. */
export const openCommitteeInput = z.strictObject({
	...person,
	departmentCode: line().min(2, 'Choisissez le département.'),
	organisationName: required(TITLE_LENGTH, 'Choisissez la structure qui mandate cette personne.'),
});

/** Naming a facilitator of a committee that is already open. */
export const nameFacilitatorInput = openCommitteeInput;

export type NameFacilitator = z.output<typeof nameFacilitatorInput>;

/** A form whose only field is which invitation, which mandate. */
export const invitationTargetInput = z.strictObject({ invitationId: line() });
export const mandateTargetInput = z.strictObject({ mandateId: line() });

/** A form that is only its button. */
export const noInput = z.strictObject({});

export const changeRoleInput = z.strictObject({
	role: z.enum(COMMITTEE_ROLES, 'Choisissez ce que la personne pourra faire.'),
});
