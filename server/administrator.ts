import { parseArgs } from 'node:util';
import { nameAdministrator } from '#lib/server/accounts/administrator.commands.ts';
import { readConfiguration } from './config.ts';
import { createRuntime } from './runtime.ts';

/** `npm run administrator -- --email … --name …`: names an administrator, prints the link to choose a password. */
async function main(): Promise<void> {
	const { values } = parseArgs({ options: { email: { type: 'string' }, name: { type: 'string' } } });
	const email = values.email?.trim().toLowerCase() ?? '';
	if (!/^\S+@\S+\.\S+$/.test(email)) {
		throw new Error('Usage : npm run administrator -- --email vous@exemple.fr --name "Votre nom"');
	}
	const runtime = await createRuntime({ ...readConfiguration(process.env), loadsDemonstration: false });
	try {
		const displayName = values.name?.trim() || email;
		const { link } = await nameAdministrator(runtime.platform, { email, displayName });
		process.stdout.write(`Ouvrez ce lien dans les 24 heures pour choisir le mot de passe :\n${link}\n`);
	} finally {
		await runtime.close();
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
