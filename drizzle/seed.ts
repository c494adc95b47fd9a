import { parseArgs } from 'node:util';
import { readConfiguration } from '#server/config.ts';
import { createRuntime } from '#server/runtime.ts';
import { seedDemonstration } from './demonstration/demonstration.ts';
import { PEOPLE_WHO_SIGN_IN } from './demonstration/people.ts';
import { DEMONSTRATION_PASSWORD } from './demonstration/person.ts';

const USAGE =
	'Usage : npm run db:seed            crée les tables et charge le territoire\n' +
	'        npm run db:seed -- --demo  charge aussi la démonstration, dans une base vide\n';

/** `npm run db:seed`: opening the runtime creates the tables and loads the territory; `--demo` adds the demonstration. */
async function main(): Promise<void> {
	const { demo } = readArguments();
	const runtime = await createRuntime({ ...readConfiguration(process.env), loadsDemonstration: false });
	try {
		if (!demo) {
			process.stdout.write('Le territoire est chargé.\n');
			return;
		}
		await seedDemonstration(runtime.platform);
		process.stdout.write(
			`La démonstration est chargée. Mot de passe de tous les comptes : ${DEMONSTRATION_PASSWORD}\n` +
				PEOPLE_WHO_SIGN_IN.map(({ email, name }) => `  ${email}  ${name}\n`).join(''),
		);
	} finally {
		await runtime.close();
	}
}

function readArguments(): { demo: boolean } {
	try {
		return { demo: parseArgs({ options: { demo: { type: 'boolean' } } }).values.demo ?? false };
	} catch {
		throw new Error(USAGE);
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
