import { parseArgs } from 'node:util';
import { readConfiguration } from '#server/config.ts';
import { createRuntime } from '#server/runtime.ts';
import type { Context } from '#lib/server/context/context.ts';
import { seedDemonstration } from './demonstration/demonstration.ts';
import { seedNational } from './demonstration/national.seeding.ts';
import { PEOPLE_WHO_SIGN_IN } from './demonstration/people.ts';
import { DEMONSTRATION_PASSWORD } from './demonstration/person.ts';

const USAGE =
	'Usage : npm run db:seed            crée les tables et charge le territoire\n' +
	'        npm run db:seed -- --demo  charge aussi la démonstration, dans une base vide\n' +
	'        npm run db:seed -- --national  charge aussi 73 000 médecins et 12 000 internes fictifs de toute la France\n';

/** `npm run db:seed`: opening the runtime creates the tables and loads the territory; `--demo` adds the demonstration. */
async function main(): Promise<void> {
	const { demo, national } = readArguments();
	const runtime = await createRuntime({ ...readConfiguration(process.env), loadsDemonstration: false });
	try {
		if (!demo && !national) process.stdout.write('Le territoire est chargé.\n');
		if (demo) await loadDemonstration(runtime.platform);
		if (national) await loadNational(runtime.platform);
	} finally {
		await runtime.close();
	}
}

async function loadDemonstration(platform: Context): Promise<void> {
	await seedDemonstration(platform);
	process.stdout.write(
		`La démonstration est chargée. Mot de passe de tous les comptes : ${DEMONSTRATION_PASSWORD}\n` +
			PEOPLE_WHO_SIGN_IN.map(({ email, name }) => `  ${email}  ${name}\n`).join(''),
	);
}

async function loadNational(platform: Context): Promise<void> {
	const told = (stored: number): void => void process.stdout.write(`\r${stored} fiches`);
	const stored = await seedNational(platform, { told });
	process.stdout.write(`\r${stored.doctors} médecins et ${stored.interns} internes fictifs sont chargés.\n`);
}

function readArguments(): { demo: boolean; national: boolean } {
	try {
		const { demo = false, national = false } = parseArgs({
			options: { demo: { type: 'boolean' }, national: { type: 'boolean' } },
		}).values;
		return { demo, national };
	} catch {
		throw new Error(USAGE);
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
