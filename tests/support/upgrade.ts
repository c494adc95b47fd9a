import { request } from 'node:http';

export interface UpgradeAnswer {
	status: number;
	headers: Record<string, string | string[] | undefined>;
}

/** Asks for a websocket by hand, to see the answer of the handshake itself. */
export function askForUpgrade(
	origin: string,
	path: string,
	headers: Record<string, string> = {},
): Promise<UpgradeAnswer> {
	return new Promise((resolve, reject) => {
		const asked = request(`${origin}${path}`, {
			headers: {
				connection: 'Upgrade',
				upgrade: 'websocket',
				'sec-websocket-version': '13',
				'sec-websocket-key': Buffer.from('sixteen bytes ok').toString('base64'),
				...headers,
			},
		});
		asked.on('upgrade', (response, socket) => {
			socket.destroy();
			resolve({ status: response.statusCode ?? 0, headers: response.headers });
		});
		asked.on('response', (response) => {
			response.resume();
			resolve({ status: response.statusCode ?? 0, headers: response.headers });
		});
		asked.on('error', reject);
		asked.end();
	});
}
