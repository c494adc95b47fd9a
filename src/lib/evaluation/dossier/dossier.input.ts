import { z } from 'zod';
import { line } from '#lib/text.input.ts';
import { parseDateText } from '#lib/ui/date-text.ts';
import { DOSSIER_FORMATS, DOSSIER_SHAPE } from './dossier.ts';

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

/** A day as people type it, or as the calendar gives it. */
const typedDay = line().transform((text, context) => {
	const parsed = parseDateText(text);
	if (parsed.ok) return parsed.iso;
	context.addIssue({ code: 'custom', message: parsed.message });
	return z.NEVER;
});

const day = (words: string) => z.iso.date().meta({ description: words });

/** What the outside asks for: the whole file, of the space as it was at the end of each of the two days. */
export const dossierQuery = z.strictObject({
	from: day('Le premier jour : l’espace tel qu’il était à sa fin.'),
	until: day('Le dernier jour : l’espace tel qu’il était à sa fin, ou maintenant si c’est aujourd’hui.'),
	format: z.enum(DOSSIER_FORMATS).meta({ description: 'Le format du fichier.' }),
});

const ticked = z.literal('1').optional();

/** What the page's form asks for. */
export const prepareDossierInput = z.strictObject({
	from: typedDay,
	until: typedDay,
	format: z.enum(DOSSIER_FORMATS, 'Choisissez un format.'),
	plan: ticked,
	indicators: ticked,
	diagnosis: ticked,
	changes: ticked,
	journal: ticked,
});

export type PrepareDossierInput = z.infer<typeof prepareDossierInput>;

export const stopDossierInput = z.strictObject({ id: z.uuid() });
