import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Plugin } from 'vite';
import { fillScheme } from './proxy-headers.ts';
import type { Runtime } from './runtime.ts';
import { closeRuntime, currentRuntime } from './slot.ts';

/** Serves `/collaboration/*` and `/metriques` in `vite dev` from the same runtime as the pages. */
export function collaborationInDev(): Plugin {
	return {
		name: 'terrimed-collaboration',
		apply: 'serve',
		configureServer(server) {
			if (process.env.VITEST) return;
			const open = async (): Promise<Runtime | null> => {
				// The graph Kit itself uses: loading the hooks fills the slot when no page has been asked for yet.
				const hooks = await server.ssrLoadModule('/src/hooks.server.ts');
				await hooks.init();
				return currentRuntime();
			};
			const failed = (socket: Duplex) => (error: unknown) => {
				server.config.logger.error(String(error));
				socket.destroy();
			};
			server.httpServer?.on('upgrade', (request, socket, head) => {
				if (!isOurs(request)) return;
				open()
					.then((runtime) => runtime?.handleUpgrade(request, socket, head))
					.catch(failed(socket));
			});
			server.middlewares.use((request, response, next) => {
				// Asked of the request as it came, as in the built server: what a proxy has left must still be told from what we add.
				const isMetrics = request.url === '/metriques';
				if (!isMetrics && !isOurs(request)) return next();
				const answer = isMetrics ? 'handleMetrics' : 'handleRequest';
				open()
					.then((runtime) => runtime?.[answer](request, response) === true || next())
					.catch(failed(request.socket));
			});
			server.watcher.on('change', (file) => {
				if (/\/(server|src\/lib\/server|drizzle)\//.test(file) && file.endsWith('.ts')) void closeRuntime();
			});
			server.httpServer?.on('close', () => void closeRuntime());
		},
	};
}

function isOurs(request: IncomingMessage): boolean {
	if (request.url?.startsWith('/collaboration/') !== true) return false;
	fillScheme(request);
	return true;
}
