import type { Status } from '#lib/ui/status.ts';
import type { IndicatorStatus } from './status.rules.ts';

/** Each status keeps the shape that says the same of an action. */
export const INDICATOR_SHAPE: Record<IndicatorStatus, Status> = {
	reached: 'done',
	'on-path': 'on-track',
	'at-risk': 'at-risk',
	'off-path': 'late',
	stale: 'proposed',
	'no-path': 'proposed',
	'no-data': 'proposed',
};
