import { z } from 'zod';
import { IMPORT_ROW_STATES, IMPORT_STATES } from '#lib/registries/import.rules.ts';
import { EXPORT_FORMATS } from '#lib/registries/export.rules.ts';
import { INTERN_COLUMN_KEYS } from '#lib/interns/intern-import.catalogue.ts';
import { MERGE_RULES } from '#lib/registries/merge.rules.ts';
import { chosenExportInput } from '#lib/senior-doctors/doctor-batch.input.ts';
import { DOCTOR_COLUMN_KEYS } from '#lib/senior-doctors/doctor-import.catalogue.ts';
import { exact } from '#lib/text.input.ts';
import { isDepartmentCode } from '#lib/territory/territory.rules.ts';
import { IMPORT_BYTES } from '../registries/registry-import.commands.ts';
import { defineOperation, NO_BODY, type ApiOperation } from './operation.ts';

const inRegion = z.object({
	code: z
		.string()
		.regex(/^\d{2}$/)
		.meta({ description: 'Code INSEE de la région : 75 pour la Nouvelle-Aquitaine.' }),
});
const ofImport = inRegion.extend({ id: z.string() });
const moment = z.iso.datetime().nullable();
const line = z.int().meta({ description: 'La ligne du fichier ; la première porte les titres.' });

/** A registry as its outside contract names it. */
export interface RegistryByApi {
	/** The part of the address after the région or the département. */
	path: string;
	/** « de médecins », after « un fichier ». */
	what: string;
	/** « des médecins », after « la liste ». */
	all: string;
	/** What the identifiers of its operations end with: one, and many. */
	one: string;
	many: string;
	columns: readonly string[];
}

export const DOCTORS_BY_API: RegistryByApi = {
	...{ path: 'medecins', what: 'de médecins', all: 'des médecins', one: 'Doctor', many: 'Doctors' },
	columns: DOCTOR_COLUMN_KEYS,
};

export const INTERNS_BY_API: RegistryByApi = {
	...{ path: 'internes', what: 'd’internes', all: 'des internes', one: 'Intern', many: 'Interns' },
	columns: INTERN_COLUMN_KEYS,
};

export const importByApi = (registry: RegistryByApi) =>
	defineOperation({
		id: `import${registry.many}`,
		method: 'POST',
		path: `/api/regions/{code}/${registry.path}/imports`,
		summary: `Importe un fichier ${registry.what} (.csv, .xlsx) dans le registre de la région : les lignes justes sont écrites en un lot que l’on peut annuler, les autres sont dites.`,
		params: inRegion,
		query: z.strictObject({
			dry: z
				.literal('1')
				.optional()
				.meta({ description: 'Avec 1, rien n’est écrit : seulement le contrôle.' }),
		}),
		body: z.strictObject({
			file: z.file(),
			columns: exact()
				.max(8_000)
				.optional()
				.meta({
					description: `Ce que devient chaque colonne, dans l’ordre, en JSON : un tableau de champs (${registry.columns.join(', ')}) ou null. Sans lui, d’après les titres.`,
				}),
			rule: z.enum(MERGE_RULES).optional().meta({
				description:
					'Pour les fiches qui existent : suggested (ce que la personne a dit passe devant), keep, take ou fill (compléter).',
			}),
		}),
		takesFile: true,
		fileBytes: IMPORT_BYTES,
		status: 201,
		result: z.object({ id: z.string() }),
	});

export const getImportByApi = (registry: RegistryByApi) =>
	defineOperation({
		id: `get${registry.one}Import`,
		method: 'GET',
		path: `/api/regions/{code}/${registry.path}/imports/{id}`,
		summary:
			'Où en est un import : son avancement, ce qui ne va pas dans chaque cellule, ce qui est devenu des lignes.',
		params: ofImport,
		query: z.strictObject({
			after: z.coerce.number().int().min(0).optional().meta({ description: 'Les lignes d’après celle-ci.' }),
		}),
		body: NO_BODY,
		status: 200,
		result: z.object({
			id: z.string(),
			number: z.int().meta({ description: 'Le numéro du lot.' }),
			fileName: z.string(),
			state: z.enum(IMPORT_STATES),
			counts: z.partialRecord(z.enum(IMPORT_ROW_STATES), z.int()),
			columns: z.array(z.object({ title: z.string(), field: z.string().nullable() })),
			progress: z.object({ done: z.int(), total: z.int().nullable(), isStopping: z.boolean() }).nullable(),
			fault: z.object({ code: z.string(), sentence: z.string() }).nullable(),
			problems: z.array(
				z.object({
					line,
					name: z.string(),
					column: z.string().nullable(),
					said: z.string(),
					fault: z.string(),
					sentence: z.string(),
					proposal: z.string().nullable(),
				}),
			),
			kept: z
				.array(z.object({ line, name: z.string(), recordId: z.string().nullable() }))
				.meta({ description: 'Fiches changées depuis, laissées telles quelles.' }),
			next: z.int().nullable().meta({ description: 'À donner dans « after » pour la suite.' }),
			createdAt: z.iso.datetime(),
			checkedAt: moment,
			appliedAt: moment,
			undoneAt: moment,
			undoableUntil: moment,
		}),
	});

export const endImportByApi = (registry: RegistryByApi) =>
	defineOperation({
		id: `end${registry.one}Import`,
		method: 'DELETE',
		path: `/api/regions/{code}/${registry.path}/imports/{id}`,
		summary:
			'Met fin à un import : l’oublie s’il n’est pas écrit, l’arrête s’il travaille, annule le lot s’il est écrit.',
		params: ofImport,
		body: NO_BODY,
		status: 200,
		result: z.object({ done: z.enum(['discard', 'stop', 'undo']) }),
	});

export const exportByApi = (registry: RegistryByApi) =>
	defineOperation({
		id: `export${registry.many}`,
		method: 'GET',
		path: `/api/departements/{code}/${registry.path}/export`,
		summary: `La liste ${registry.all} telle que vous la lisez, en fichier : vos lignes, vos champs, votre nom sur chacune. Noté au journal.`,
		params: z.object({ code: z.string().refine(isDepartmentCode) }),
		query: z.strictObject({
			format: z.enum(EXPORT_FORMATS),
			q: z.string().max(200).default('').meta({ description: 'Comme pour la liste.' }),
			filters: z.string().max(2_000).default('').meta({ description: 'Comme pour la liste.' }),
			sort: z.string().max(40).default('').meta({ description: 'Comme pour la liste.' }),
			columns: z.string().max(400).default('').meta({
				description:
					'Clés des colonnes de la vue, séparées par des virgules, comme « colonnes » dans l’adresse de la page : le nom et elles seules. Vide : tout ce que vous pouvez lire.',
			}),
		}),
		body: NO_BODY,
		status: 200,
		result: z.never(),
		files: ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
	});

export const exportChosenDoctorsByApi = defineOperation({
	id: 'exportChosenDoctors',
	method: 'POST',
	path: '/api/departements/{code}/medecins/export',
	summary: 'Des fiches choisies dans la liste, en fichier, par les mêmes droits. Noté au journal.',
	params: z.object({ code: z.string().refine(isDepartmentCode) }),
	body: chosenExportInput,
	status: 200,
	result: z.never(),
	files: ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
});

/** What can be done with the files brought to a registry, from outside. */
export const importOperations = (registry: RegistryByApi): ApiOperation[] => [
	importByApi(registry),
	getImportByApi(registry),
	endImportByApi(registry),
];
