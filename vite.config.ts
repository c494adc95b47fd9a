import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { collaborationInDev } from './server/dev-plugin.ts';

export default defineConfig({
	plugins: [sveltekit(), collaborationInDev()],
	build: { target: 'es2022' },
});
