import { z } from 'zod';
import { CHECKLIST_ITEMS } from '#lib/interns/intern.values.rules.ts';
import { stepChangeInput } from '#lib/interns/welcome.input.ts';
import { isDepartmentCode } from '#lib/territory/territory.rules.ts';
import { defineOperation, NO_BODY } from './operation.ts';

const ofIntern = z.object({ code: z.string().refine(isDepartmentCode), id: z.string() });
const day = z.iso.date().nullable();

const step = z.object({
	item: z.enum(CHECKLIST_ITEMS),
	ownerId: z.string().nullable(),
	ownerName: z.string().nullable().meta({ description: 'Le nom du compte, ou un nom écrit à la main.' }),
	isOwn: z.boolean().meta({ description: 'L’étape est pour vous.' }),
	isTickable: z.boolean().meta({ description: 'Vous pouvez dire qu’elle est faite.' }),
	dueOn: day,
	doneOn: day,
	doneByName: z.string().nullable(),
	version: z.int().meta({ description: 'À redire dans If-Match ; 0 pour une étape encore vierge.' }),
});

export const listWelcomeStepsByApi = defineOperation({
	id: 'listWelcomeSteps',
	method: 'GET',
	path: '/api/departements/{code}/internes/{id}/accueil',
	summary:
		'Les étapes d’accueil d’une fiche que vous pouvez lire : toutes, ou celles qui vous sont confiées.',
	params: ofIntern,
	body: NO_BODY,
	status: 200,
	result: z.array(step),
});

export const changeWelcomeStepByApi = defineOperation({
	id: 'changeWelcomeStep',
	method: 'PATCH',
	path: '/api/departements/{code}/internes/{id}/accueil/{etape}',
	summary:
		'Dit qu’une étape d’accueil est faite, qui s’en charge et pour quand, si elle est encore à la version lue. Un élu coche les siennes.',
	params: ofIntern.extend({ etape: z.enum(CHECKLIST_ITEMS) }),
	body: stepChangeInput,
	takesVersion: true,
	status: 200,
	result: step,
});

export const exportArrivalCalendarByApi = defineOperation({
	id: 'exportArrivalCalendar',
	method: 'GET',
	path: '/api/departements/{code}/internes/calendrier',
	summary:
		'Les arrivées d’internes à venir, en calendrier (ics) : avec les noms que vous pouvez lire. Noté au journal.',
	params: z.object({ code: z.string().refine(isDepartmentCode) }),
	body: NO_BODY,
	status: 200,
	result: z.never(),
	files: ['text/calendar'],
});
