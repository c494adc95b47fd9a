import type { ComponentInternals } from 'svelte';
import type { SVGAttributes } from 'svelte/elements';
import SheetIcon from './SheetIcon.svelte';

/** The component of one icon: a line of script, and not a component that is compiled for each. */
export function onSheet(href: string) {
	return (internals: ComponentInternals, given: SVGAttributes<SVGSVGElement>) =>
		SheetIcon(internals, { href, given });
}
