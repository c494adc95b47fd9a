import { availableParallelism } from 'node:os';
import { sveltekit } from '@sveltejs/kit/vite';
import { configDefaults, defineConfig } from 'vitest/config';
import { collaborationInDev } from './server/dev-plugin.ts';
import { chunkSplitting } from './vite.chunks.ts';
import { iconsOnOneSheet } from './vite.icons.ts';
import { withoutUnusedCode } from './vite.unused.ts';

/** What needs Svelte's compiler, and what changes its process for good: here, the clock that libraries keep when they are read. */
const APART = ['src/**/*.svelte.test.ts', 'src/lib/collaboration/line.test.ts'];

const COMMON = { environment: 'node', pool: 'forks', testTimeout: 300_000, hookTimeout: 300_000 } as const;

/** Part of the built server: for each file of a package Node reads the description of the whole package again, and drizzle's is long. */
const BUNDLED = ['drizzle-orm', '@lucia-auth/adapter-drizzle', 'lucia'];

export default defineConfig(({ command, isSsrBuild }) => ({
	plugins: [sveltekit(), collaborationInDev(), ...withoutUnusedCode(), iconsOnOneSheet()],
	build: {
		target: 'es2022',
		// Each file would list all that each page asks for, by names that cannot be made small: 4 kB in every page. The server's own
		// list begins a page; the files of the next are asked for when the pointer comes near, and the service worker has them all.
		modulePreload: { resolveDependencies: () => [] },
		rolldownOptions: isSsrBuild === true ? {} : { output: { codeSplitting: chunkSplitting() } },
	},
	ssr: { noExternal: command === 'build' ? BUNDLED : [] },
	test: {
		// More than there are processors: some files wait for sockets and for the periods of the client most of their time.
		maxWorkers: Math.ceil(availableParallelism() * 1.5),
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
}));
