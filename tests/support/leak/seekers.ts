import { newId } from '#lib/identifiers.ts';
import { account } from '#lib/server/accounts/account.tables.ts';
import { createSessions } from '#lib/server/accounts/session.ts';
import { grant, mandate, organisation } from '#lib/server/committee/committee.tables.ts';
import type { Database } from '#lib/server/database/database.ts';
import type { Role } from '#lib/committee/role.rules.ts';

/** Where the records with canaries are: the département, the commune, and the region. */
export const PLACE = { departmentCode: '64', communeCode: '64371', regionCode: '75' } as const;

/** What somebody reads of records of that commune, as the product's table of rights says, written again on purpose: the policy is not its own witness. */
export type Circle = 'elected' | 'committee' | 'urps';

interface Seat {
	role: Role;
	departmentCode?: string;
	regionCode?: string;
	communeCodes?: readonly string[];
}

interface Seeker {
	/** null is somebody who reads no record at all. */
	circle: Circle | null;
	/** Beside records: what the URPS alone works on. */
	seat: Seat | null;
	signedIn: boolean;
	isAdministrator?: boolean;
}

const nobody = { circle: null, seat: null, signedIn: true } as const;
const inDepartment = (role: Role, departmentCode = '64'): Seat => ({ role, departmentCode });

/** Everybody who looks for what they may not read: each role, in the place and beside it. */
export const SEEKERS = {
	visitor: { ...nobody, signedIn: false },
	withoutMandate: nobody,
	member: { ...nobody, seat: inDepartment('member') },
	elected: {
		...nobody,
		circle: 'elected',
		seat: { ...inDepartment('elected'), communeCodes: [PLACE.communeCode] },
	},
	electedElsewhere: { ...nobody, seat: { ...inDepartment('elected'), communeCodes: ['64430'] } },
	facilitator: { ...nobody, circle: 'committee', seat: inDepartment('facilitator') },
	urps: { ...nobody, circle: 'urps', seat: { role: 'urps', regionCode: PLACE.regionCode } },
	urpsElsewhere: { ...nobody, seat: { role: 'urps', regionCode: '76' } },
	ars: { ...nobody, seat: { role: 'ars', regionCode: PLACE.regionCode } },
	administrator: { ...nobody, isAdministrator: true },
	memberElsewhere: { ...nobody, seat: inDepartment('member', '40') },
	electedOfAnotherDepartment: {
		...nobody,
		seat: { ...inDepartment('elected', '40'), communeCodes: ['40217'] },
	},
	facilitatorElsewhere: { ...nobody, seat: inDepartment('facilitator', '40') },
} as const satisfies Record<string, Seeker>;

export type SeekerName = keyof typeof SEEKERS;
export const SEEKER_NAMES = Object.keys(SEEKERS) as SeekerName[];

export function circleOf(seeker: SeekerName): Circle | null {
	return SEEKERS[seeker].circle;
}

/** Whoever sits in the committee or in its region reads what it writes: none of the administration, of others, of nowhere. */
export function readsSpace(seeker: SeekerName): boolean {
	const { seat }: Seeker = SEEKERS[seeker];
	return seat?.departmentCode === PLACE.departmentCode || seat?.regionCode === PLACE.regionCode;
}

/** Gives each of them an account with its mandate and a session. @returns their cookies, null for who has none */
export async function seatSeekers(db: Database): Promise<Map<SeekerName, string | null>> {
	const now = new Date();
	const sessions = createSessions(db, { secure: false, now: () => now });
	const cookies = new Map<SeekerName, string | null>();
	for (const name of SEEKER_NAMES) {
		const { seat, signedIn, isAdministrator = false }: Seeker = SEEKERS[name];
		if (!signedIn) {
			cookies.set(name, null);
			continue;
		}
		const id = newId();
		const email = `${name.toLowerCase()}@essai.test`;
		await db
			.insert(account)
			.values({ id, email, displayName: `Essai ${name}`, isAdministrator, createdAt: now });
		if (seat !== null) await seatIn(db, { accountId: id, name, seat, now });
		const { cookie } = await sessions.start(id, 'Essai');
		cookies.set(name, `${cookie.name}=${cookie.value}`);
	}
	return cookies;
}

async function seatIn(
	db: Database,
	{ accountId, name, seat, now }: { accountId: string; name: string; seat: Seat; now: Date },
): Promise<void> {
	const { role, departmentCode = null, regionCode = null, communeCodes = [] } = seat;
	const [organisationId, mandateId] = [newId(), newId()];
	const place = { departmentCode, regionCode };
	await db
		.insert(organisation)
		.values({ ...place, id: organisationId, college: 'elus', name: `Organisation ${name}`, createdAt: now });
	await db.insert(mandate).values({
		...{ ...place, id: mandateId, accountId, organisationId, communeCodes: [...communeCodes] },
		...{ seatRole: 'holder' as const, startsOn: '2026-01-01', endsOn: '2099-12-31', createdAt: now },
	});
	await db.insert(grant).values({ id: newId(), mandateId, role, grantedAt: now });
}
