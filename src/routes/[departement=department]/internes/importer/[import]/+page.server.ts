import { INTERNS_REGISTRY } from '#lib/server/interns/intern-import.registry.ts';
import { importStep, loadImport } from '../../../registry-import.ts';

export const load = loadImport(INTERNS_REGISTRY);

export const actions = {
	columns: importStep(INTERNS_REGISTRY, 'columns'),
	mend: importStep(INTERNS_REGISTRY, 'mend'),
	proposals: importStep(INTERNS_REGISTRY, 'proposals'),
	empty: importStep(INTERNS_REGISTRY, 'empty'),
	aside: importStep(INTERNS_REGISTRY, 'aside'),
	merge: importStep(INTERNS_REGISTRY, 'merge'),
	separate: importStep(INTERNS_REGISTRY, 'separate'),
	rule: importStep(INTERNS_REGISTRY, 'rule'),
	apply: importStep(INTERNS_REGISTRY, 'apply'),
	end: importStep(INTERNS_REGISTRY, 'end'),
};
