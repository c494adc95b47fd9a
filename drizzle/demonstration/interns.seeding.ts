import { and, asc, eq, inArray } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import type { InternValues } from '#lib/interns/intern.rules.ts';
import type { ChecklistItem } from '#lib/interns/intern.values.rules.ts';
import type { StepChange } from '#lib/interns/welcome.input.ts';
import { addDays } from '#lib/ui/days.ts';
import { semesterAfter, semesterOf } from '#lib/interns/semester.rules.ts';
import { withRegistryRights } from '#lib/server/database/registry-rights.ts';
import { addIntern } from '#lib/server/interns/intern.commands.ts';
import { changeStep } from '#lib/server/interns/welcome.commands.ts';
import { seniorDoctor } from '#lib/server/senior-doctors/senior-doctor.tables.ts';
import { inventIntern } from './interns.fiction.ts';
import { SOULE } from './people-64.ts';
import { openDraw, type Draw } from './senior-doctors.fiction.ts';
import { populatedCommunes, type PopulatedCommune } from './senior-doctors.seeding.ts';
import { accountOf, type Stage } from './stage.ts';

/** Placements of each committee, by semester: the one before, the one that runs, the next one as far as it is announced. */
const PLACEMENTS = {
	'64': { keeper: 'animatrice64', counts: [8, 24, 10] },
	'40': { keeper: 'animatrice40', counts: [3, 9, 4] },
	'12': { keeper: 'animatrice12', counts: [2, 8, 3] },
} as const;
type Code = keyof typeof PLACEMENTS;

/** Of the placements to come, one in this many has no name yet. */
const NAMELESS = 3;

/** Those whom the mayor of the demonstration welcomes this semester: one shares everything, one the name, one nothing. */
const SHARED = [
	{ shareName: true, shareContact: true },
	{ shareName: true, shareContact: false },
	{ shareName: false, shareContact: false },
];

/** Fills the registries of interns of the committees, each placement added by who keeps that registry. */
export async function seedInterns(stage: Stage): Promise<void> {
	for (const [place, code] of (['64', '40', '12'] as const).entries()) {
		const { keeper, counts } = PLACEMENTS[code];
		const context = await stage.as(keeper);
		const today = dayInFrance(stage.present);
		const draw = openDraw(Number(code) * 104_729);
		const communes = await populatedCommunes(context, code);
		const hosts = await hostsOf(stage, code);
		let index = place * 1_000;
		for (const [nth, count] of counts.entries()) {
			const semester = semesterAfter(semesterOf(today), nth - 1);
			for (let rank = 0; rank < count; rank += 1) {
				const own = code === '64' && nth === 1 && rank < SHARED.length;
				const commune = own ? inSoule(communes, rank) : draw.weighted(rural(communes));
				const values = inventIntern(draw, { commune, index, semester, today });
				const { rpps, ...known } = values;
				const isAnnounced = nth === 2 && rank % NAMELESS === 0;
				const { id } = await addIntern(context, code, {
					...(isAnnounced ? withoutName(known) : { ...known, rpps }),
					...hostOf(draw, values, hosts),
					...(own ? SHARED[rank] : {}),
					contactId: draw.happens(0.7) ? accountOf(stage.accounts, keeper) : null,
					source: 'member',
				});
				index += 1;
				if (nth === 1) await planWelcome(stage, { departmentCode: code, internId: id }, { rank, own });
			}
		}
	}
}

/**
 * The checklist of a placement that runs: an evening that was held, a visit given to the mayor of the demonstration in her communes, an
 * interview to come. Of three welcomes one is late.
 */
async function planWelcome(
	stage: Stage,
	of: { departmentCode: Code; internId: string },
	{ rank, own }: { rank: number; own: boolean },
): Promise<void> {
	const keeper = await stage.as(PLACEMENTS[of.departmentCode].keeper);
	const day = (days: number): string => addDays(dayInFrance(stage.present), days);
	const visit = own
		? { ownerId: accountOf(stage.accounts, 'maire64') }
		: { ownerName: 'Secrétariat de la mairie' };
	const plan = (item: ChecklistItem, change: StepChange) =>
		changeStep(keeper, { ...of, item, version: 0 }, change);
	await plan('welcome-evening', { ownerName: 'CPTS', dueOn: day(-10), done: rank % 3 !== 2 });
	await plan('local-visit', {
		...visit,
		dueOn: day(own && rank === 0 ? -7 : 20),
		done: !own && rank % 2 === 0,
	});
	if (rank % 2 === 0) await plan('posts', { ownerName: 'Guichet départemental', dueOn: day(45) });
}

/** Interns go where doctors are few: towns weigh less than their inhabitants. */
function rural(communes: readonly PopulatedCommune[]): (readonly [PopulatedCommune, number])[] {
	return communes.filter(({ population }) => population > 900).map((one) => [one, Math.sqrt(one.population)]);
}

function inSoule(communes: readonly PopulatedCommune[], rank: number): PopulatedCommune {
	const soule = communes.filter(({ code }) => SOULE.includes(code));
	const found = soule[rank % soule.length];
	if (found === undefined) throw new Error('the communes of the mayor are not there');
	return found;
}

/** What is known of a placement before one knows who comes. */
function withoutName(values: Omit<InternValues, 'rpps'>) {
	return {
		...values,
		...{ lastName: null, firstName: null, civility: null, email: null, phone: null },
		...{ shareName: false, shareContact: false, sharingOn: null, informedOn: null },
		...{ housing: null, housingUntil: null, housingPlace: null, transport: null, spouseWork: null },
		...{ childcare: null, wantsToStay: null, projectForm: null, project: null },
	};
}

type Host = Pick<typeof seniorDoctor.$inferSelect, 'id' | 'lastName' | 'firstName'>;

/** Doctors of the registry whom whoever keeps the interns' may name. */
async function hostsOf(stage: Stage, code: Code): Promise<Host[]> {
	return withRegistryRights(await stage.as(null), [code], ({ db }) =>
		db
			.select({ id: seniorDoctor.id, lastName: seniorDoctor.lastName, firstName: seniorDoctor.firstName })
			.from(seniorDoctor)
			.where(
				and(
					eq(seniorDoctor.departmentCode, code),
					inArray(seniorDoctor.sharing, ['committee', 'elected']),
					eq(seniorDoctor.specialty, 'medecine-generale'),
				),
			)
			.orderBy(asc(seniorDoctor.sortName), asc(seniorDoctor.id))
			.limit(12),
	);
}

function hostOf(
	draw: Draw,
	{ placementKind }: InternValues,
	hosts: readonly Host[],
): Pick<InternValues, 'hostDoctorId' | 'hostName' | 'supervisor'> {
	if (placementKind === 'hospital' || placementKind === 'emergency' || placementKind === 'pmi')
		return { hostDoctorId: null, hostName: 'Service de l’établissement', supervisor: 'Chef de service' };
	if (hosts.length === 0 || draw.happens(0.3))
		return { hostDoctorId: null, hostName: null, supervisor: null };
	const host = draw.among(hosts);
	return { hostDoctorId: host.id, hostName: null, supervisor: `Dr ${host.firstName} ${host.lastName}, MSU` };
}
