import { strToU8, zipSync } from 'fflate';
import { SPACE, type Expectation } from '../route-rights.ts';

/** The smallest workbook there is: of one cell, which is no plan. */
function planWorkbook(): { name: string; text: Uint8Array<ArrayBuffer> } {
	const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
	const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
	const packaged = 'http://schemas.openxmlformats.org/package/2006';
	const relation = (type: string, target: string): string =>
		`<Relationships xmlns="${packaged}/relationships"><Relationship Id="r1" Type="${office}/${type}" Target="${target}"/></Relationships>`;
	const parts = {
		'[Content_Types].xml': `<Types xmlns="${packaged}/content-types"/>`,
		'_rels/.rels': relation('officeDocument', 'xl/workbook.xml'),
		'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Plan" sheetId="1" r:id="r1"/></sheets></workbook>`,
		'xl/_rels/workbook.xml.rels': relation('worksheet', 'worksheets/sheet1.xml'),
		'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>`,
	};
	const bytes = zipSync(
		Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])),
	);
	return { name: 'plan.xlsx', text: Uint8Array.from(bytes) };
}

/** The action plan. */
export const PLAN_DOORS: Record<string, Expectation> = {
	[`page ${SPACE}/plan/[[action]] GET`]: { right: 'read', parameters: () => ({ action: '5-1' }) },
	[`endpoint ${SPACE}/plan/suivre POST`]: {
		right: 'read',
		json: { actionId: '01900000-0000-7000-8000-000000000001', follows: false },
	},
	[`endpoint ${SPACE}/plan/bibliotheque GET`]: { right: 'write', query: '?q=médecins' },
	[`page ${SPACE}/plan/importer GET`]: { right: 'write' },
	[`action ${SPACE}/plan/importer preview`]: { right: 'write', file: planWorkbook() },
	[`action ${SPACE}/plan/importer apply`]: { right: 'write', file: planWorkbook() },
	[`page ${SPACE}/plan/[action]/fiche GET`]: { right: 'read', parameters: () => ({ action: '5-1' }) },
	[`endpoint ${SPACE}/plan/propositions POST`]: {
		right: 'write',
		json: { do: 'accept-all', ids: ['01900000-0000-7000-8000-000000000001'] },
	},
	[`endpoint ${SPACE}/plan/communes GET`]: { right: 'read', query: '?q=saint' },
	'endpoint /api/departements/[code]/plan GET': { right: 'read' },
	'endpoint /api/departements/[code]/plan/import POST': {
		right: 'write',
		query: '?dry=1',
		file: planWorkbook(),
	},
	'endpoint /api/departements/[code]/plan/export GET': { right: 'read', query: '?format=ics' },
	'page /mes-actions GET': { right: 'account', once: true },
};
