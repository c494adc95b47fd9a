import { and, eq, isNull, sql } from 'drizzle-orm';
import { DOCTOR_LIKENESS } from '#lib/registries/likeness.rules.ts';
import { DOCTOR_IMPORT } from '#lib/senior-doctors/doctor-import.subject.ts';
import { importJobs, type ImportRegistry } from '../registries/import-registry.ts';
import { seniorDoctor, seniorDoctorChange, seniorDoctorFollowUp } from './senior-doctor.tables.ts';

const followed = sql`(select 1 from ${seniorDoctorFollowUp} where ${eq(seniorDoctorFollowUp.doctorId, seniorDoctor.id)})`;

/** What a file of doctors is brought to. */
export const DOCTORS_REGISTRY: ImportRegistry = {
	subject: DOCTOR_IMPORT,
	jobs: importJobs('seniors'),
	audited: { apply: 'seniors.import', undo: 'seniors.undo-import' },
	circle: 'urps',
	table: seniorDoctor,
	changes: { table: seniorDoctorChange, owner: 'doctorId' },
	beginning: { departureCertainty: 'unknown', sharing: 'urps' },
	likeness: DOCTOR_LIKENESS,
	// Followed up by nobody.
	untouched: and(isNull(seniorDoctor.lastContactOn), sql`not exists ${followed}`),
};
