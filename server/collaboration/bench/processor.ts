import { readdirSync, readFileSync } from 'node:fs';

/**
 * CPU time of a process and all its descendants so far, microseconds, from the scheduler's own count of each thread; what has ended
 * is not in it. For Postgres: one process for each connection, and those that write to disk.
 */
export function cpuOfTree(root: number): number {
	const children = new Map<number, number[]>();
	for (const name of readdirSync('/proc')) {
		if (!/^[0-9]+$/.test(name)) continue;
		const parent = parentOf(Number(name));
		if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
	}
	let total = 0;
	const waiting = [root];
	for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
		total += cpuOf(pid);
		waiting.push(...(children.get(pid) ?? []));
	}
	return total;
}

function cpuOf(pid: number): number {
	try {
		let nanoseconds = 0;
		for (const thread of readdirSync(`/proc/${pid}/task`)) {
			nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
		}
		return nanoseconds / 1000;
	} catch {
		return 0;
	}
}

/** The fourth field, after a name in brackets that may hold anything. */
function parentOf(pid: number): number | null {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
	} catch {
		return null;
	}
}
