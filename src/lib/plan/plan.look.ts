import type { Component } from 'svelte';
import type { PlanAddress } from './plan.address.svelte.ts';
import type { PlanLive } from './plan.live.svelte.ts';

/** What each way of looking at the actions is given. */
export interface LookProps {
	live: PlanLive;
	address: PlanAddress;
	onopen: (id: string) => void;
	/** The menu of an action is asked for, beside an element. */
	onmenu: (id: string, beside: HTMLElement) => void;
}

/** The timeline or the board, whose code comes when it is shown. */
export type OtherLook = Component<LookProps>;
