import type { KeyFigureView } from '#lib/home/home.view.ts';
import { semesterWords } from '#lib/interns/semester.rules.ts';
import { ROUNDING } from '#lib/registries/aggregate.rules.ts';
import { hrefOf } from '#lib/registries/registry-address.ts';
import { formatNumber } from '#lib/ui/number-text.ts';
import type { Context } from '../context/context.ts';
import { countInterns, type InternsTotal } from '../interns/intern-total.queries.ts';
import { countDoctors, type DoctorsTotal } from '../senior-doctors/doctor-total.queries.ts';

/** What the registries count for this reader, four figures at most; none for who reads nothing of them. */
export async function listKeyFigures(context: Context, departmentCode: string): Promise<KeyFigureView[]> {
	const doctors = await countDoctors(context, departmentCode);
	const interns = await countInterns(context, departmentCode);
	return [
		...(doctors === null ? [] : doctorsFigures(doctors, `/${departmentCode}/medecins`)),
		...(interns === null ? [] : internsFigures(interns, `/${departmentCode}/internes`)),
	];
}

const ROUNDED = `arrondi à ${ROUNDING}`;
const DOCTORS = 'Médecins de 60 ans et plus';
const INTERNS = 'Internes présents';

const SHARED: Readonly<Record<'urps' | 'committee' | 'elected', string>> = {
	urps: 'Registre des médecins, aujourd’hui',
	committee: 'Fiches partagées avec le comité',
	elected: 'Fiches partagées, dans vos communes',
};

function doctorsFigures(total: DoctorsTotal, href: string): KeyFigureView[] {
	const value = formatNumber(total.count);
	if (total.reads === 'totals') {
		return [{ label: DOCTORS, value, source: `Registre des médecins, ${ROUNDED}`, href }];
	}
	const { circle, leaving, until } = total;
	return [
		{ label: DOCTORS, value, source: SHARED[circle], href },
		{
			label: `Départs envisagés d’ici la fin ${until}`,
			value: formatNumber(leaving),
			source: SHARED[circle],
			href: hrefOf(href, { filtres: `departureYear:..${until}` }),
		},
	];
}

function internsFigures(total: InternsTotal, href: string): KeyFigureView[] {
	const value = formatNumber(total.present);
	if (total.reads === 'totals') {
		return [{ label: INTERNS, value, source: `Registre des internes, ${ROUNDED}`, href }];
	}
	const { circle, expected, next, today } = total;
	const source =
		circle === 'keepers' ? 'Registre des internes, aujourd’hui' : 'Dans vos communes, aujourd’hui';
	return [
		{
			label: INTERNS,
			value,
			source,
			href: hrefOf(href, { filtres: `startsOn:..${today};endsOn:${today}..` }),
		},
		{
			label: `Internes attendus en ${semesterWords(next)}`,
			value: formatNumber(expected),
			source,
			href: hrefOf(href, { filtres: `arrival:${next.code}` }),
		},
	];
}
