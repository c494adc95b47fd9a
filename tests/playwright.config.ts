import { defineConfig } from '@playwright/test';
import { availableParallelism } from 'node:os';
import { CHROMIUM, CHROMIUM_FLAGS } from './support/chromium.ts';

/** The longest files begin first: a lane that began one last would run it alone, when the others have ended. */
const LONG = /(accessibility|leak|offline|route-matrix)\.spec\.ts$/;

export default defineConfig({
	testDir: 'e2e',
	globalSetup: './support/browser-setup.ts',
	outputDir: '../test-results/browser',
	// Generous: a slow machine makes a test long, never wrong.
	timeout: 300_000,
	expect: { timeout: 30_000 },
	// Half as many files again as there are processors, each with a server of its own: journeys wait a quarter of their time. Four fill the memory
	// of a small machine.
	workers: Math.min(4, Math.ceil(availableParallelism() * 1.5)),
	fullyParallel: false,
	projects: [
		{ name: 'long', testMatch: LONG },
		{ name: 'short', testIgnore: LONG },
	],
	forbidOnly: true,
	retries: 0,
	reporter: [
		['list'],
		['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? 'test-results/browser.json' }],
	],
	use: {
		locale: 'fr-FR',
		timezoneId: 'Europe/Paris',
		viewport: { width: 1440, height: 900 },
		// Nobody waits for what moves, and the program is put aside on the device only where that is the subject.
		contextOptions: { reducedMotion: 'reduce' },
		serviceWorkers: 'block',
		screenshot: 'only-on-failure',
		// A trace of what passes costs as much as the test: `npm run test:e2e -- --trace on FILE` to see one.
		trace: 'off',
		launchOptions: {
			executablePath: CHROMIUM,
			args: CHROMIUM_FLAGS,
		},
	},
});
