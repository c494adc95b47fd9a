import { eq } from 'drizzle-orm';
import { randomBytes } from 'node:crypto';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { account } from '#lib/server/accounts/account.tables.ts';
import { nameAdministrator } from '#lib/server/accounts/administrator.commands.ts';
import { resetPassword } from '#lib/server/accounts/password-reset.commands.ts';
import { createOrganisation } from '#lib/server/committee/committee.commands.ts';
import { acceptInvitation } from '#lib/server/committee/invitation.commands.ts';
import { listActiveGrants } from '#lib/server/committee/actor.queries.ts';
import { endMandate } from '#lib/server/committee/mandate.commands.ts';
import { invite } from '#lib/server/committee/member.commands.ts';
import { listOrganisations } from '#lib/server/committee/organisation.queries.ts';
import { appointRegional } from '#lib/server/committee/region.commands.ts';
import { openSpace } from '#lib/server/documents/document.commands.ts';
import { daysAfter, endOfMonth, firstOfMonth, noonOf } from './calendar.ts';
import { ORGANISATIONS } from './organisations.ts';
import { ADMINISTRATOR, PENDING_INVITATIONS, PEOPLE, REGIONAL_PEOPLE } from './people.ts';
import {
	DEMONSTRATION_PASSWORD,
	emailOf,
	type DemonstrationMandate,
	type DemonstrationPerson,
	type RegionalPerson,
} from './person.ts';
import { accountOf, organisationOf, tokenIn, type Stage } from './stage.ts';
import type { Step } from './timeline.ts';
import { french } from './typography.ts';

/** Days before the first day of a mandate at which one is invited, then accepts; a facilitator comes first. */
const INVITED = { facilitator: 20, other: 10 };
const ACCEPTS_AFTER = 3;

/** Days before the first mandate of a committee at which it is opened. */
const OPENED = 30;

/** Months before the seeding from which the people of a region follow it. */
const REGIONAL_SINCE = -18;
const REGIONAL_UNTIL = 17;

/** Everything that happens to committees and people, in any order. */
export function committeeSteps(stage: Stage): Step[] {
	const today = dayInFrance(stage.present);
	return [
		{ at: noonOf(firstOfMonth(today, -24)), play: () => nameFirstAdministrator(stage) },
		...Object.keys(ORGANISATIONS).map((departmentCode) => openingStep(stage, departmentCode)),
		...PEOPLE.flatMap((person) => personSteps(stage, person)),
		...REGIONAL_PEOPLE.flatMap((person) => regionalSteps(stage, person)),
		...PENDING_INVITATIONS.map((person) => ({
			at: noonOf(daysAfter(today, -person.daysAgo)),
			play: () => invitePerson(stage, person).then(() => stage.post(stage.takeLetter())),
		})),
	];
}

async function nameFirstAdministrator(stage: Stage): Promise<void> {
	const context = await stage.as(null);
	const email = emailOf(ADMINISTRATOR.key);
	const { link } = await nameAdministrator(context, { email, displayName: ADMINISTRATOR.name });
	const token = link.split('/').at(-1) ?? '';
	await resetPassword(context, { token, password: DEMONSTRATION_PASSWORD });
	const [made] = await stage.db.select({ id: account.id }).from(account).where(eq(account.email, email));
	if (made !== undefined) stage.accounts.set(ADMINISTRATOR.key, made.id);
}

function openingStep(stage: Stage, departmentCode: string): Step {
	const months = PEOPLE.filter((person) => person.mandate.departmentCode === departmentCode).map(
		(person) => person.mandate.fromMonths,
	);
	const first = firstOfMonth(dayInFrance(stage.present), Math.min(...months));
	return {
		at: noonOf(daysAfter(first, -OPENED)),
		async play() {
			const context = await stage.as(ADMINISTRATOR.key);
			await openSpace(context, { departmentCode });
			for (const { college, acronym, name } of ORGANISATIONS[departmentCode] ?? []) {
				await createOrganisation(context, { departmentCode, college, acronym, name: french(name) });
			}
			const made = await listOrganisations(context, departmentCode);
			stage.organisations.set(departmentCode, new Map(made.map(({ name, id }) => [name, id])));
		},
	};
}

function personSteps(stage: Stage, person: DemonstrationPerson): Step[] {
	const { startsOn } = periodOf(stage, person.mandate);
	const days = person.mandate.role === 'facilitator' ? INVITED.facilitator : INVITED.other;
	const box: { token: string } = { token: '' };
	return [
		{
			at: noonOf(daysAfter(startsOn, -days)),
			async play() {
				await invitePerson(stage, person);
				box.token = tokenIn(stage.takeLetter());
			},
		},
		{
			at: noonOf(daysAfter(startsOn, ACCEPTS_AFTER - days)),
			play: () => accept(stage, { ...person, token: box.token }),
		},
		...endSteps(stage, person),
	];
}

function endSteps(stage: Stage, { key, mandate }: DemonstrationPerson): Step[] {
	if (mandate.endedDaysAgo === undefined) return [];
	const { departmentCode, endedDaysAgo } = mandate;
	return [
		{
			at: noonOf(daysAfter(dayInFrance(stage.present), -endedDaysAgo)),
			async play() {
				const held = await listActiveGrants(stage.db, accountOf(stage.accounts, key), stage.now());
				const facilitator = await stage.as(facilitatorOf(departmentCode));
				for (const { mandateId } of held) await endMandate(facilitator, { departmentCode, mandateId });
			},
		},
	];
}

/** The administration invites whoever will run the committee, who invites everybody else. */
async function invitePerson(stage: Stage, person: Omit<DemonstrationPerson, 'signsIn'>): Promise<void> {
	const { mandate } = person;
	const isFirst = mandate.role === 'facilitator';
	const context = await stage.as(isFirst ? ADMINISTRATOR.key : facilitatorOf(mandate.departmentCode));
	await invite(context, {
		departmentCode: mandate.departmentCode,
		displayName: person.name,
		email: emailOf(person.key),
		organisation: {
			kind: 'existing',
			id: organisationOf(stage, mandate.departmentCode, mandate.organisation),
		},
		role: mandate.role,
		seatRole: mandate.seatRole,
		title: french(mandate.title),
		communeCodes: [...(mandate.communeCodes ?? [])],
		...periodOf(stage, mandate),
	});
}

function regionalSteps(stage: Stage, person: RegionalPerson): Step[] {
	const today = dayInFrance(stage.present);
	const startsOn = firstOfMonth(today, REGIONAL_SINCE);
	return [
		{
			at: noonOf(startsOn),
			async play() {
				await appointRegional(await stage.as(ADMINISTRATOR.key), {
					displayName: person.name,
					email: emailOf(person.key),
					regionCode: person.regionCode,
					role: person.role,
					title: person.title,
					startsOn,
					endsOn: endOfMonth(today, REGIONAL_UNTIL),
				});
				await accept(stage, { ...person, signsIn: true, token: tokenIn(stage.takeLetter()) });
			},
		},
	];
}

/** Makes the account. Whoever is not meant to sign in has a password that nobody knows, and no session stays open. */
async function accept(
	stage: Stage,
	person: Pick<DemonstrationPerson, 'key' | 'name' | 'signsIn'> & { token: string },
): Promise<void> {
	const context = await stage.as(null);
	const password = person.signsIn ? DEMONSTRATION_PASSWORD : randomBytes(24).toString('base64url');
	const { accountId } = await acceptInvitation(context, {
		token: person.token,
		newAccount: { displayName: person.name, password },
		device: '',
	});
	await context.sessions.endOthers(accountId, null);
	stage.accounts.set(person.key, accountId);
}

function facilitatorOf(departmentCode: string): string {
	const found = PEOPLE.find(
		({ mandate }) => mandate.departmentCode === departmentCode && mandate.role === 'facilitator',
	);
	if (found === undefined) throw new Error(`nobody runs the committee of ${departmentCode}`);
	return found.key;
}

function periodOf(stage: Stage, mandate: DemonstrationMandate): { startsOn: string; endsOn: string } {
	const today = dayInFrance(stage.present);
	const { fromMonths, untilMonths, untilDays } = mandate;
	const endsOn = untilDays === undefined ? endOfMonth(today, untilMonths) : daysAfter(today, untilDays);
	return { startsOn: firstOfMonth(today, fromMonths), endsOn };
}
