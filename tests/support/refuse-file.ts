import { readFileSync } from 'node:fs';
import { isTerrimedError } from '#lib/errors.ts';
import { importDocumentHandler } from '#lib/server/documents/document-file.handlers.ts';
import { writeDocx } from '#lib/server/documents/writers/docx.writer.ts';
import { fileOf } from '#lib/server/files/upload.ts';
import { readWorkbookHandler } from '#lib/server/plan/plan-file.handlers.ts';

/**
 * `node tests/support/refuse-file.ts FILE...`: brings files one after the other to a process of its own, which has read an honest one before,
 * and says on each line what was answered and how much more memory the process has ever had. `npm run bench` does not run it.
 */
const HEAD = { title: 'Étude', place: '64', state: 'Note', moment: 'hier', sha256: '0' };

async function bring(
	name: string,
	bytes: Uint8Array<ArrayBuffer>,
): Promise<{ code: string; message: string }> {
	try {
		const brought = await fileOf(new File([bytes], name));
		const fileName = brought.name;
		if (fileName.endsWith('.xlsx')) await readWorkbookHandler({ bytes: brought.bytes, fileName });
		else await importDocumentHandler({ bytes: brought.bytes, fileName, into: null });
		return { code: 'taken', message: '' };
	} catch (error) {
		if (!isTerrimedError(error)) throw error;
		return { code: error.code, message: error.message };
	}
}

const peak = (): number => process.resourceUsage().maxRSS * 1024;
const honest = await writeDocx(HEAD, [{ kind: 'paragraph', runs: [{ text: 'Bonjour' }] }]);
await bring('bon.docx', new Uint8Array(honest));
for (const file of process.argv.slice(2)) {
	const name = file.replace(/^.*\//, '').replace(/^\d+-/, '');
	const bytes = new Uint8Array(readFileSync(file));
	const [before, cpu] = [peak(), process.cpuUsage()];
	const answer = await bring(name, bytes);
	const { user, system } = process.cpuUsage(cpu);
	const told = { file, ...answer, grown: peak() - before, cpuMs: Math.round((user + system) / 1000) };
	process.stdout.write(`${JSON.stringify(told)}\n`);
}
