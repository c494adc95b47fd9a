import { findAuditFault, listAuditChains, type AuditFault } from '#lib/server/audit/audit.ts';
import { readConfiguration } from './config.ts';
import { openWrittenDatabase } from './runtime.ts';

const SAID: Record<AuditFault['fault'], string> = {
	altered: 'ne dit plus ce qui a été écrit',
	moved: 'n’est pas à sa place',
	missing: 'a été retirée',
	truncated: 'a été retirée, avec ce qui la suivait',
};

/** `npm run audit:verify`: reads each chain of the log from its first line; names the first one that is not as it was written. */
async function main(): Promise<void> {
	const database = await openWrittenDatabase(readConfiguration(process.env));
	try {
		const chains = await listAuditChains(database.db);
		if (chains.length === 0) {
			throw new Error(
				'Cette base n’a aucun journal : rien n’a été vérifié. Vérifiez DATA_DIR ou DATABASE_URL.',
			);
		}
		const faults: string[] = [];
		for (const chain of chains) {
			const found = await findAuditFault(database.db, chain);
			if (found !== null) faults.push(`Journal ${chain}, ligne ${found.seq} : elle ${SAID[found.fault]}.`);
		}
		if (faults.length > 0) {
			process.stdout.write(`${faults.join('\n')}\n`);
			process.exitCode = 1;
			return;
		}
		process.stdout.write(`Le journal est intact (${chains.length} chaînes).\n`);
	} finally {
		await database.close();
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 2;
});
