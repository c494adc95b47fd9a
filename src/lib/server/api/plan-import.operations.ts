import { z } from 'zod';
import { isDepartmentCode } from '#lib/territory/territory.rules.ts';
import { defineOperation } from './operation.ts';

const row = z.int().meta({ description: 'La ligne du classeur ; la première porte les titres.' });

const cell = z.object({
	key: z.string(),
	column: z.string(),
	before: z.string().meta({ description: 'Ce que dit le plan.' }),
	after: z.string().meta({ description: 'Ce que dit le fichier.' }),
	isConflict: z
		.boolean()
		.meta({ description: 'Le plan a changé là depuis l’export : cette cellule n’est pas écrite d’office.' }),
});

export const importPlanByApi = defineOperation({
	id: 'importPlan',
	method: 'POST',
	path: '/api/departements/{code}/plan/import',
	summary:
		'Compare un classeur exporté du plan (.xlsx) avec le plan, et y écrit ce qui a été changé dans le fichier seulement.',
	params: z.object({
		code: z.string().refine(isDepartmentCode).meta({ description: 'Code du département.' }),
	}),
	query: z.strictObject({
		dry: z.literal('1').optional().meta({ description: 'Avec 1, rien n’est écrit : seulement l’aperçu.' }),
	}),
	body: z.strictObject({ file: z.file() }),
	takesFile: true,
	status: 200,
	result: z.object({
		created: z.array(
			z.object({
				row,
				title: z.string(),
				cells: z.array(cell.pick({ key: true, column: true, after: true })),
			}),
		),
		changed: z.array(
			z.object({ id: z.string(), row, number: z.string(), title: z.string(), cells: z.array(cell) }),
		),
		unchanged: z.int().meta({ description: 'Actions que le fichier dit telles qu’elles sont.' }),
		refused: z.array(z.object({ row, column: z.string(), text: z.string(), reason: z.string() })),
		unknownColumns: z.array(z.string()),
		outcome: z
			.object({
				created: z.int(),
				changed: z.int(),
				left: z
					.int()
					.meta({ description: 'Cellules changées par quelqu’un entre-temps, laissées telles quelles.' }),
			})
			.nullable()
			.meta({ description: 'Ce qui a été écrit ; null pour un aperçu.' }),
	}),
});
