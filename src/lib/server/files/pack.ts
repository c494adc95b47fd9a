import { zipSync, type Zippable } from 'fflate';

/** A file of an archive. */
export interface PackedFile {
	path: string;
	bytes: Uint8Array;
	/** As it is: what is compressed already, or what programs know the archive by. */
	stored?: true;
}

/**
 * An archive whose bytes depend on nothing but what it holds and the day it says: neither the clock nor the zone of the machine. The
 * files stand in the order given.
 */
export function packArchive(files: readonly PackedFile[], at: Date): Uint8Array {
	// Archives keep local time, without saying of where: noon of the day in Greenwich, read as if it were here.
	const mtime = new Date(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate(), 12);
	const packed: Zippable = {};
	for (const { path, bytes, stored } of files) packed[path] = [bytes, stored === true ? { level: 0 } : {}];
	return zipSync(packed, { mtime, level: 6 });
}
