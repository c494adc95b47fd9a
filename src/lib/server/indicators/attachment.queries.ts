import { and, asc, eq } from 'drizzle-orm';
import { ATTACHMENT_EXTENSION } from '#lib/indicators/attachment.rules.ts';
import { fileName } from '#lib/documents/portable.head.ts';
import { notFound } from '#lib/errors.ts';
import { isId } from '#lib/identifiers.ts';
import type { AttachmentView } from '#lib/indicators/indicator.view.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import type { OutgoingFile } from '../documents/document-export.queries.ts';
import { indicatorAttachment } from './attachment.tables.ts';

/** The file of a value, for whoever may read the indicator: for the others it is not there. @throws TerrimedError `not-found` */
export async function getAttachment(
	context: Context,
	departmentCode: string,
	place: { code: string; id: string },
): Promise<OutgoingFile> {
	const space = await authorizeInSpace(context, 'indicator.read', departmentCode);
	if (!isId(place.id)) throw notFound();
	const [found] = await context.db
		.select()
		.from(indicatorAttachment)
		.where(
			and(
				eq(indicatorAttachment.id, place.id),
				eq(indicatorAttachment.departmentCode, space.departmentCode),
				eq(indicatorAttachment.code, place.code),
			),
		);
	if (found === undefined) throw notFound();
	const { name, type, bytes } = found;
	return {
		name: fileName(name.replace(/\.[^.]*$/, ''), ATTACHMENT_EXTENSION[type]),
		mediaType: type,
		bytes: Promise.resolve(bytes),
	};
}

/** What the values of an indicator were proved by, without the files themselves, by the id of the value. */
export async function readAttachments(
	db: Database,
	place: { departmentCode: string; code: string },
): Promise<Map<string, AttachmentView[]>> {
	const { id, valueId, name, type, size, sha256 } = indicatorAttachment;
	const rows = await db
		.select({ id, valueId, name, type, size, sha256 })
		.from(indicatorAttachment)
		.where(
			and(
				eq(indicatorAttachment.departmentCode, place.departmentCode),
				eq(indicatorAttachment.code, place.code),
			),
		)
		.orderBy(asc(indicatorAttachment.createdAt), asc(indicatorAttachment.id));
	const found = new Map<string, AttachmentView[]>();
	for (const { valueId: of, ...one } of rows) found.set(of, [...(found.get(of) ?? []), one]);
	return found;
}
