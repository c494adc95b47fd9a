import { and, eq, sql } from 'drizzle-orm';
import { TerrimedError } from '#lib/errors.ts';
import { newId } from '#lib/identifiers.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { FILE_LIMITS } from '../files/file.limits.ts';
import type { BroughtFile } from '../files/upload.ts';
import { readAttachmentJob, type ReadAttachment } from './attachment.jobs.ts';
import { indicatorAttachment } from './attachment.tables.ts';
import { auditIndicator, writerOf } from './indicator.writing.ts';
import { enterValuesAnd, type Entered, type ValueEntry } from './value.commands.ts';

/**
 * Enters one value with the file that proves it: both or none.
 * @throws TerrimedError as `enterValues` does, and with a sentence for a file that is refused
 */
export async function enterProvedValue(
	context: Context,
	departmentCode: string,
	{ file, ...entry }: ValueEntry & { file: BroughtFile },
): Promise<Entered> {
	const space = await authorizeInSpace(context, 'indicator.write', departmentCode);
	// What the thread takes over is gone from here: it gets a copy.
	const brought = { bytes: new Uint8Array(file.bytes), fileName: file.name };
	const attachment = await context.files.run(readAttachmentJob, brought);
	return enterValuesAnd(context, space.departmentCode, {
		entries: [entry],
		also(inside, [valueId]) {
			if (valueId === undefined) throw new Error('a value was written and has no id');
			const place = { departmentCode: space.departmentCode, code: entry.code, valueId };
			return keepAttachment(inside, place, attachment);
		},
	});
}

/** Under the lock of the indicator, which whoever writes a value holds: two who add at once stay within the bound together. */
async function keepAttachment(
	inside: Context,
	place: { departmentCode: string; code: string; valueId: string },
	attachment: ReadAttachment,
): Promise<void> {
	const { departmentCode, code } = place;
	const [held] = await inside.db
		.select({ count: sql<number>`count(*)`.mapWith(Number) })
		.from(indicatorAttachment)
		.where(and(eq(indicatorAttachment.departmentCode, departmentCode), eq(indicatorAttachment.code, code)));
	if ((held?.count ?? 0) >= FILE_LIMITS.ATTACHMENTS.value) {
		throw new TerrimedError(
			'conflict',
			`Cet indicateur a déjà ${FILE_LIMITS.ATTACHMENTS.value} pièces, le plus qu’il peut garder. Rien n’a été enregistré\u00a0: saisissez la valeur sans pièce.`,
		);
	}
	const createdAt = inside.now();
	const id = newId(createdAt.getTime());
	const { name, type, bytes, sha256 } = attachment;
	await inside.db.insert(indicatorAttachment).values({
		...{ ...place, id, name, type, bytes, sha256, size: bytes.length },
		...{ accountId: writerOf(inside), createdAt },
	});
	await auditIndicator(inside, departmentCode, {
		action: 'indicator.attach',
		code,
		details: { attachment: id, valueId: place.valueId, sha256, size: bytes.length },
	});
}
