import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { listenFault } from './listen-fault.ts';

/** The error of a real attempt to listen. */
async function refused(host: string, port = 0): Promise<Error> {
	const [error] = (await once(createServer().listen(port, host), 'error')) as [Error];
	return listenFault(error, { host, port });
}

const coded = (code: string): Error => Object.assign(new Error('listen'), { code });

test.each(['nosuch.invalid', '999.1.1.1', '192.0.2.1'])('HOST=%s is named', async (host) => {
	expect((await refused(host)).message).toMatch(
		new RegExp(`^HOST : ${host} n’est pas une adresse de cette machine \\([A-Z_]+\\)\\. `),
	);
});

test('a port that is taken is named', async () => {
	const first = createServer();
	await once(first.listen(0, '127.0.0.1'), 'listening');
	const { port } = first.address() as AddressInfo;
	expect((await refused('127.0.0.1', port)).message).toBe(
		`PORT : le port ${port} est déjà pris. Choisissez-en un autre.`,
	);
	first.close();
});

test('a port that only the system may take is named', () => {
	expect(listenFault(coded('EACCES'), { host: '0.0.0.0', port: 80 }).message).toMatch(
		/^PORT : le serveur n’a pas le droit d’écouter sur le port 80\. /,
	);
});

test('what is not about the address stays as it is', () => {
	const error = coded('EMFILE');
	expect(listenFault(error, { host: '0.0.0.0', port: 80 })).toBe(error);
});
