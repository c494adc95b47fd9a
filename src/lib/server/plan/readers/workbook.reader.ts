import { readSheet, SheetNotFoundError } from 'read-excel-file/node';
import type { SheetValue } from '#lib/plan/plan-cell.rules.ts';
import { damaged, unreasonable } from '../../files/file.faults.ts';
import { FILE_LIMITS } from '../../files/file.limits.ts';

/** The sheet that the plan is taken away in. */
const SHEET = 'Plan';

/** The rows of a workbook that `safeExcel` has let through: of one sheet, whatever the others weigh. @throws TerrimedError */
export async function readWorkbook(bytes: Uint8Array): Promise<SheetValue[][]> {
	const rows = await readRows(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
	let characters = 0;
	return rows.map((row) =>
		row.map((cell) => {
			const value = valueOf(cell);
			if (typeof value === 'string') characters += value.length;
			if (characters > FILE_LIMITS.SHEET_CHARACTERS.value) throw unreasonable();
			return value;
		}),
	);
}

async function readRows(file: Buffer): Promise<readonly (readonly unknown[])[]> {
	try {
		return await readSheet(file, SHEET).catch((error: unknown) => {
			if (error instanceof SheetNotFoundError) return readSheet(file);
			throw error;
		});
	} catch {
		throw damaged();
	}
}

function valueOf(cell: unknown): SheetValue {
	if (typeof cell === 'string') return cell;
	if (typeof cell === 'number') return Number.isFinite(cell) ? cell : null;
	if (typeof cell === 'boolean') return cell ? 'oui' : 'non';
	const isDay = cell instanceof Date && !Number.isNaN(cell.getTime());
	return isDay ? { day: cell.toISOString().slice(0, 10) } : null;
}
