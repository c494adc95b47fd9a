import { and, asc, eq, gt, isNotNull } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { SHARINGS } from '#lib/senior-doctors/senior-doctor.values.rules.ts';
import type { Context } from '#lib/server/context/context.ts';
import { withRegistryRights } from '#lib/server/database/registry-rights.ts';
import { addFollowUp, completeStep } from '#lib/server/senior-doctors/follow-up.commands.ts';
import { storeRecords, type CommunePlace } from '#lib/server/senior-doctors/senior-doctor.write.ts';
import { commune, department } from '#lib/server/territory/territory.tables.ts';
import { daysAfter } from './calendar.ts';
import { SOULE } from './people-64.ts';
import { inventDoctor, openDraw, type Draw, type FictionalCommune } from './senior-doctors.fiction.ts';
import { accountOf, type Stage } from './stage.ts';
import { french } from './typography.ts';

/** Records of each committee of the demonstration. */
const RECORDS = { '64': 238, '40': 96, '12': 84 } as const;

/** Calls, visits and letters of the last weeks, in words; the step after them, in days from today. */
const LOG = [
	{
		kind: 'visit',
		outcome: 'Resterait jusqu’en 2028 avec une assistante médicale.',
		step: 'Présenter le contrat d’assistant',
		inDays: 4,
	},
	{ kind: 'call', outcome: 'Accepte un rendez-vous sur place.', step: 'Passer au cabinet', inDays: 2 },
	{ kind: 'letter', outcome: 'Lettre d’information envoyée.', step: 'Rappeler', inDays: -3 },
	{
		kind: 'call',
		outcome: 'Accueillerait un jeune médecin un jour par semaine.',
		step: 'Proposer deux dates',
		inDays: 6,
	},
	{ kind: 'meeting', outcome: 'Rencontre avec un successeur possible.', step: '', inDays: null },
	{ kind: 'email', outcome: 'A répondu à l’enquête, souhaite en parler.', step: 'Appeler', inDays: 12 },
] as const;

/** One doctor out of this many has been followed up. */
const FOLLOWED = 7;

export interface PopulatedCommune extends CommunePlace, FictionalCommune {
	name: string;
	population: number;
}

/** Communes of a département where doctors may be put, with the people who live there. */
export async function populatedCommunes(
	{ db }: Pick<Context, 'db'>,
	code: string,
): Promise<PopulatedCommune[]> {
	const rows = await db
		.select({
			code: commune.code,
			name: commune.name,
			departmentCode: commune.departmentCode,
			regionCode: department.regionCode,
			searchName: commune.searchName,
			postcodes: commune.postcodes,
			population: commune.population,
		})
		.from(commune)
		.innerJoin(department, eq(department.code, commune.departmentCode))
		.where(and(eq(commune.departmentCode, code), isNotNull(commune.population), gt(commune.population, 0)))
		.orderBy(asc(commune.code));
	return rows.map(({ postcodes, ...row }) => ({
		...row,
		population: row.population ?? 0,
		postcode: postcodes[0] ?? '',
	}));
}

/** Fills the registries of the committees: the records as an import would leave them, the log by the URPS itself. */
export async function seedSeniorDoctors(stage: Stage): Promise<void> {
	const context = await stage.as(null);
	for (const [place, code] of (['64', '40', '12'] as const).entries()) {
		const draw = openDraw(Number(code) * 7919);
		const communes = await populatedCommunes(context, code);
		const ids = await withRegistryRights(context, [code], ({ db }) =>
			storeRecords(db, recordsOf(draw, { code, communes, firstIndex: place * 1_000, stage }), {
				accountId: code === '12' ? null : accountOf(stage.accounts, 'urps'),
				at: stage.now(),
			}),
		);
		if (code === '64') await followUp(stage, ids);
	}
}

function recordsOf(
	draw: Draw,
	about: {
		code: keyof typeof RECORDS;
		communes: readonly PopulatedCommune[];
		firstIndex: number;
		stage: Stage;
	},
) {
	const { code, communes, firstIndex, stage } = about;
	const today = dayInFrance(stage.present);
	const weights = communes.map((one) => [one, one.population] as const);
	const soule = communes.filter((one) => SOULE.includes(one.code));
	return Array.from({ length: RECORDS[code] }, (_, nth) => {
		// The mayor of the demonstration has doctors of each sharing in her communes.
		const own = code === '64' && nth < 9 ? soule[nth % soule.length] : undefined;
		const place = own ?? draw.weighted(weights);
		const sharing = own === undefined ? {} : { sharing: SHARINGS[2 - (nth % 3)] ?? 'urps' };
		const values = inventDoctor(draw, { commune: place, index: firstIndex + nth, today, ...sharing });
		return { values, place, source: { kind: 'import' as const, on: daysAfter(today, -30) } };
	});
}

async function followUp(stage: Stage, ids: readonly string[]): Promise<void> {
	const urps = await stage.as('urps');
	const today = dayInFrance(stage.present);
	for (const [nth, doctorId] of ids.filter((_, index) => index % FOLLOWED === 0).entries()) {
		const { kind, outcome, step, inDays } = LOG[nth % LOG.length] ?? LOG[0];
		const target = { departmentCode: '64', doctorId };
		const { id } = await addFollowUp(urps, target, {
			kind,
			happenedOn: daysAfter(today, -1 - nth),
			outcome: french(outcome),
			nextStep: french(step),
			nextStepOn: inDays === null ? null : daysAfter(today, inDays),
		});
		if (inDays !== null && nth % 5 === 4) await completeStep(urps, { ...target, followUpId: id });
	}
}
