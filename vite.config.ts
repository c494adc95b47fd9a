import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { collaborationInDev } from './server/dev-plugin.ts';

export default defineConfig({
	plugins: [sveltekit(), collaborationInDev()],
	build: { target: 'es2022' },
	test: {
		include: [
			'src/**/*.test.ts',
			'server/**/*.test.ts',
			'drizzle/**/*.test.ts',
			'tests/architecture/**/*.test.ts',
			'tests/support/**/*.test.ts',
		],
		environment: 'node',
		pool: 'forks',
		testTimeout: 60_000,
		hookTimeout: 120_000,
	},
});
