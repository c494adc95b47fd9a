import { z } from 'zod';
import { DOSSIER_FORMATS, DOSSIER_PARTS, DOSSIER_SHAPE } from './dossier.ts';

const fingerprint = z.string().regex(/^[0-9a-f]{64}$/);

/** What must be readable in a manifest before anything of its file can be checked. */
export const manifestInput = z.looseObject({
	shape: z.literal(DOSSIER_SHAPE),
	reference: z.string().max(60),
	format: z.enum(DOSSIER_FORMATS),
	department: z.object({ code: z.string().max(4), name: z.string() }),
	preparedAt: z.iso.datetime(),
	auditChain: z.object({ chain: z.string().max(20), seq: z.int(), sha256: z.string().max(64) }),
	pieces: z
		.array(z.object({ path: z.string(), mediaType: z.string(), bytes: z.int(), sha256: fingerprint }))
		.max(1_000),
});

export type ReadManifest = z.infer<typeof manifestInput>;

/** The days (ISO) of a period: the file says the space as it was at the end of each. */
const period = { from: z.iso.date('Choisissez une date.'), until: z.iso.date('Choisissez une date.') };

/** What the outside asks for: the whole file. */
export const dossierQuery = z.strictObject({ ...period, format: z.enum(DOSSIER_FORMATS) });

/** What the page's form asks for. */
export const prepareDossierInput = z.strictObject({
	...period,
	format: z.enum(DOSSIER_FORMATS, 'Choisissez un format.'),
	...(Object.fromEntries(DOSSIER_PARTS.map((part) => [part, z.literal('1').optional()])) as Record<
		(typeof DOSSIER_PARTS)[number],
		z.ZodOptional<z.ZodLiteral<'1'>>
	>),
});

export type PrepareDossierInput = z.infer<typeof prepareDossierInput>;

export const stopDossierInput = z.strictObject({ id: z.uuid() });
