import type { RegistryName } from '#lib/registries/registry-name.rules.ts';
import type { RequestKind, RequestReason } from './protection.rules.ts';

/** What was done of somebody's rights, as the page shows it. */
export interface KeptRequest {
	id: string;
	registry: RegistryName;
	departmentCode: string;
	recordId: string;
	kind: RequestKind;
	reason: RequestReason;
	askedOn: string | null;
	doneAt: Date;
	/** Null for the nightly purge. */
	by: string | null;
	counts: Record<string, number>;
}
