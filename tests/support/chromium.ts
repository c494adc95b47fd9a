import { existsSync } from 'node:fs';

/** Chromium without what only a window needs: a quarter less work for the same pages. */
const WITHOUT_WINDOW = '/usr/bin/chromium-headless-shell';

/** Chromium of the machine: `npm test` finds or installs it and says where. */
export const CHROMIUM =
	process.env.CHROMIUM_PATH ?? (existsSync(WITHOUT_WINDOW) ? WITHOUT_WINDOW : '/usr/bin/chromium');

/** For a closed network, and for root. */
export const CHROMIUM_FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// A spare process for each person's next page costs a tenth of the work: they may go without.
	'--renderer-process-limit=1',
];
