import { DOCTORS_REGISTRY } from '#lib/server/senior-doctors/doctor-import.registry.ts';
import { importStep, loadImport } from '../../../registry-import.ts';

export const load = loadImport(DOCTORS_REGISTRY);

export const actions = {
	columns: importStep(DOCTORS_REGISTRY, 'columns'),
	mend: importStep(DOCTORS_REGISTRY, 'mend'),
	proposals: importStep(DOCTORS_REGISTRY, 'proposals'),
	empty: importStep(DOCTORS_REGISTRY, 'empty'),
	aside: importStep(DOCTORS_REGISTRY, 'aside'),
	merge: importStep(DOCTORS_REGISTRY, 'merge'),
	separate: importStep(DOCTORS_REGISTRY, 'separate'),
	rule: importStep(DOCTORS_REGISTRY, 'rule'),
	apply: importStep(DOCTORS_REGISTRY, 'apply'),
	end: importStep(DOCTORS_REGISTRY, 'end'),
};
