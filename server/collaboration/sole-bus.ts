import type { Bus } from './ports/bus.ts';

/** The bus of a process that is alone on its log: nobody to tell, nobody to hear. */
export function soleBus(): Bus {
	return {
		isShared: false,
		isUp: true,
		publish() {},
		listen() {},
		follow: () => () => {},
		async close() {},
	};
}
