import { z } from 'zod';
import { presenceInput } from '#lib/registries/presence.input.ts';
import { isDepartmentCode } from '#lib/territory/territory.rules.ts';
import { defineOperation, NO_BODY } from './operation.ts';

/** A registry of people as addresses name it, under a département. */
type RegistryPath = 'medecins' | 'internes';

export const inDepartment = z.object({ code: z.string().refine(isDepartmentCode) });
export const oneRecord = z.object({ code: z.string().refine(isDepartmentCode), id: z.string() });

/** What every list of records may be asked, with the examples of its registry. */
export const recordsQuery = (examples: { searched: string; filters: string; sort: string }) =>
	z.strictObject({
		q: z.string().max(200).default('').meta({ description: examples.searched }),
		filters: z
			.string()
			.max(2_000)
			.default('')
			.meta({ description: `« ${examples.filters} » : un champ, puis une plage, des valeurs ou « empty ».` }),
		sort: z
			.string()
			.max(40)
			.default('')
			.meta({ description: `« name », ou « ${examples.sort} » à l’envers.` }),
		cursor: z.string().max(400).default('').meta({ description: 'Le « next » de la page d’avant.' }),
	});

/** A page of rows, where the next one begins, and how many answer in all. */
export const pageOf = <Row extends z.ZodType>(row: Row) =>
	z.object({ rows: z.array(row), next: z.string().nullable(), total: z.int() });

/** One record: its values, each there or not by rights, and where each comes from for whoever may know. */
export const recordOf = <Values extends z.ZodType, Source extends string>(
	values: Values,
	sources: readonly Source[],
) =>
	z.object({
		id: z.string(),
		version: z.int().optional(),
		values,
		communeName: z.string(),
		communeNames: z.record(z.string(), z.string()),
		sources: z.record(z.string(), z.object({ kind: z.enum(sources), on: z.iso.date() })).optional(),
	});

/** Totals of a registry, masked, by one of its groupings. */
export const totalsOperation = <By extends string>(
	path: RegistryPath,
	{ id, summary, groupings }: { id: string; summary: string; groupings: readonly By[] },
) =>
	defineOperation({
		...{ id, method: 'GET', path: `/api/departements/{code}/${path}/agregats`, summary },
		params: inDepartment,
		query: z.strictObject({ by: z.enum(groupings).meta({ description: 'Le regroupement.' }) }),
		body: NO_BODY,
		status: 200,
		result: z.object({
			by: z.enum(groupings),
			total: z.int().nullable(),
			groups: z.array(z.object({ code: z.string(), label: z.string(), count: z.int() })),
		}),
	});

/** Says to the others that a page has a record open, and the field it writes in. */
export const presenceOperation = (
	path: RegistryPath,
	{ id, fields }: { id: string; fields: Parameters<typeof presenceInput>[0] },
) =>
	defineOperation({
		...{ id, method: 'PUT', path: `/api/departements/{code}/${path}/{id}/presence` },
		summary:
			'Dit aux autres que votre page a cette fiche ouverte, le champ qu’elle y écrit, ou qu’elle l’a refermée. Rien n’est gardé.',
		params: oneRecord,
		body: presenceInput(fields),
		status: 200,
		result: z.object({ here: z.boolean() }),
	});
