import type { ParamMatcher } from '@sveltejs/kit';
import { isDepartmentCode } from '#lib/territory/territory.rules.ts';

export const match: ParamMatcher = (param) => isDepartmentCode(param);
