import type { DemonstrationSection } from './diagnosis.ts';
import { diagnosis12 } from './diagnosis-12.ts';
import { diagnosis40 } from './diagnosis-40.ts';
import { means64 } from './diagnosis-64-means.ts';
import { territory64 } from './diagnosis-64-territory.ts';
import type { DemonstrationAction, DemonstrationChange } from './plan.ts';
import { plan12 } from './plan-12.ts';
import { plan40 } from './plan-40.ts';
import { planDoctors64 } from './plan-64-doctors.ts';
import { means64 as planMeans64 } from './plan-64-means.ts';
import { changes64, planTerritory64 } from './plan-64-territory.ts';

/** What a committee has written. */
export interface CommitteeContents {
	departmentCode: string;
	diagnosis: readonly DemonstrationSection[];
	plan: readonly DemonstrationAction[];
	changes: readonly DemonstrationChange[];
}

export const CONTENTS: readonly CommitteeContents[] = [
	{
		departmentCode: '64',
		diagnosis: [...territory64, ...means64],
		plan: [...planDoctors64, ...planTerritory64],
		changes: [...planMeans64, ...changes64],
	},
	{ departmentCode: '40', diagnosis: diagnosis40, plan: plan40, changes: [] },
	{ departmentCode: '12', diagnosis: diagnosis12, plan: plan12, changes: [] },
];
