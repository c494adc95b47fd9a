import { answer, requireAccount } from '#lib/server/context/guard.ts';
import { getSemesterPage } from '#lib/server/interns/semester.queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	requireAccount(locals.context, url);
	depends('terrimed:internes');
	const { departement, semestre } = params;
	const life = await answer(getSemesterPage(locals.context, departement, semestre ?? ''));
	const breadcrumb = [
		{ label: 'Internes accueillis', href: `/${departement}/internes` },
		{ label: 'Semestre' },
	];
	return { life, breadcrumb };
};
