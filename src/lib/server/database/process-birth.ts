import { readFile, stat } from 'node:fs/promises';

/** A kernel counts 100 ticks a second for those who read `/proc`, whatever its own. */
const TICK_MS = 10;

/** What `/proc` says of a process. */
interface Seen {
	state: string;
	/** Ticks from the start of the machine to its own. */
	startedAt: string;
}

/**
 * When a process was born, as no other with the same number can say: the machine's start and the ticks since. Null where the system does
 * not tell.
 */
export async function birthOf(pid: number): Promise<string | null> {
	const [seen, boot] = await Promise.all([
		see(pid),
		readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => null),
	]);
	return seen === null || boot === null ? null : `${boot.trim()}/${seen.startedAt}`;
}

/**
 * Whether a process runs. One that has ended keeps its number until its parent asks how, which the first process of a container may never do.
 */
export async function isRunning(pid: number): Promise<boolean> {
	if (!Number.isInteger(pid) || pid <= 0) return false;
	try {
		process.kill(pid, 0);
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
	}
	// Without /proc, or where it hides others, there is no more to know.
	const seen = await see(pid);
	return seen === null || !/[ZXx]/.test(seen.state);
}

/** Whether a process may have written a file that says nothing but its number: one of Node's, and born before the file was written. */
export async function mayHaveWritten(pid: number, path: string): Promise<boolean> {
	const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
	if (command !== null && !/node|vite/.test(command)) return false;
	const [seen, counters, file] = await Promise.all([
		see(pid),
		readFile('/proc/stat', 'utf8').catch(() => ''),
		stat(path).catch(() => null),
	]);
	const boot = /^btime (\d+)$/m.exec(counters)?.[1];
	if (seen === null || boot === undefined || file === null) return true;
	// The machine's start is told to the second.
	const bornAt = Number(boot) * 1_000 + Number(seen.startedAt) * TICK_MS;
	return bornAt <= file.mtimeMs + 2_000;
}

/** Fields 3 and 22 of `/proc/<pid>/stat`: counted after the name, which may hold spaces and brackets. */
async function see(pid: number): Promise<Seen | null> {
	const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
	if (text === null) return null;
	const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
	const [state, startedAt] = [fields[0], fields[19]];
	return state === undefined || startedAt === undefined ? null : { state, startedAt };
}
