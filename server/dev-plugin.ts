import type { Plugin } from 'vite';
import { closeRuntime, currentRuntime } from './slot.ts';

/** Serves `/collaboration/*` in `vite dev` from the same runtime as the pages. */
export function collaborationInDev(): Plugin {
	return {
		name: 'terrimed-collaboration',
		apply: 'serve',
		configureServer(server) {
			if (process.env.VITEST) return;
			server.httpServer?.on('upgrade', (request, socket, head) => {
				if (request.url?.startsWith('/collaboration/') !== true) return;
				request.headers['x-forwarded-proto'] ??= 'http';
				const open = async (): Promise<void> => {
					// The graph Kit itself uses: loading the hooks fills the slot when no page has been asked for yet.
					const hooks = await server.ssrLoadModule('/src/hooks.server.ts');
					await hooks.init();
					const runtime = await currentRuntime();
					runtime?.handleUpgrade(request, socket, head);
				};
				open().catch((error: unknown) => {
					server.config.logger.error(String(error));
					socket.destroy();
				});
			});
			server.watcher.on('change', (file) => {
				if (/\/(server|src\/lib\/server|drizzle)\//.test(file) && file.endsWith('.ts')) void closeRuntime();
			});
			server.httpServer?.on('close', () => void closeRuntime());
		},
	};
}
