import { sveltekit } from '@sveltejs/kit/vite';
import { configDefaults, defineConfig } from 'vitest/config';
import { collaborationInDev } from './server/dev-plugin.ts';

/** What needs Svelte's compiler, and what changes its process for good: here, the clock that libraries keep when they are read. */
const APART = ['src/**/*.svelte.test.ts', 'src/lib/collaboration/line.test.ts'];

const COMMON = { environment: 'node', pool: 'forks', testTimeout: 60_000, hookTimeout: 120_000 } as const;

export default defineConfig({
	plugins: [sveltekit(), collaborationInDev()],
	build: { target: 'es2022' },
	test: {
		// Every core: files wait for databases and sockets as much as they work.
		maxWorkers: '100%',
		projects: [
			{
				// As Node reads the program, without a compiler, and each process reads it once for all its files.
				test: {
					...COMMON,
					name: 'node',
					include: [
						'src/**/*.test.ts',
						'server/**/*.test.ts',
						'drizzle/**/*.test.ts',
						'tests/architecture/**/*.test.ts',
						'tests/support/**/*.test.ts',
					],
					exclude: [...configDefaults.exclude, ...APART],
					isolate: false,
					setupFiles: ['tests/support/clock-put-back.ts'],
					experimental: { viteModuleRunner: false, nodeLoader: false },
				},
			},
			{ extends: true, test: { ...COMMON, name: 'apart', include: APART } },
		],
	},
});
