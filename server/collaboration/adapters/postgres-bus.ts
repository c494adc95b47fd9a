import type pg from 'pg';
import { closeWithin, createConnection } from '#lib/server/database/postgres.ts';
import { encodePacket } from '../bus-codec.ts';
import type { BusMessage } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Line, LineEars, OpenLine } from './line.ts';
import { LineBus } from './line-bus.ts';
import { cutIntoParts, PartJoiner } from './notify-parts.ts';

/** The one channel; channels belong to a database, so that two installations never meet. */
const CHANNEL = 'terrimed';

const NOTIFY = "select pg_notify($1, part) from unnest(string_to_array($2, ' ')) as part";

/** Everybody's cursors pass through one channel to every process: often enough for the eye. */
const PRESENCE_EVERY_MS = 100;

/** In milliseconds. */
const CONNECT_TIMEOUT = 5_000;
const CLOSE_TIMEOUT = 1_000;

/**
 * Hints by LISTEN and NOTIFY, on two connections of its own: for several processes without Redis. A commit travels as its number; presence and people
 * in as many parts as they need. It must reach Postgres itself: a pooler that shares connections between transactions forgets LISTEN.
 */
export function createPostgresBus(options: {
	url: string;
	from: string;
	clock: Clock;
	logger: Logger;
}): LineBus {
	const { url, ...rest } = options;
	return new LineBus({
		...rest,
		line: { name: 'postgres', open: (from, ears) => openLine(url, from, ears) } satisfies Line,
		carriesBytes: false,
		presenceEveryMs: PRESENCE_EVERY_MS,
	});
}

async function openLine(url: string, from: string, ears: LineEars): Promise<OpenLine> {
	const open = async (): Promise<pg.Client> => {
		const client = createConnection(url, { name: 'terrimed-bus', connectTimeout: CONNECT_TIMEOUT });
		client.on('error', (error) => ears.lost(error));
		client.on('end', () => ears.lost(closed()));
		await client.connect();
		return client;
	};
	const listener = await open();
	const opened = [listener];
	const close = (): Promise<void> => closeWithin(CLOSE_TIMEOUT, opened);
	const joiner = new PartJoiner();
	listener.on('notification', ({ payload }) => {
		const packet = payload === undefined ? null : joiner.add(payload);
		if (packet) ears.heard(packet);
	});
	try {
		await listener.query(`listen ${CHANNEL}`);
		const speaker = await open();
		opened.push(speaker);
		return {
			send: sender(speaker, from),
			settled: () => Promise.resolve(),
			follow() {},
			unfollow() {},
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

function sender(client: pg.Client, from: string): OpenLine['send'] {
	let number = 0;
	return async (messages: readonly BusMessage[]) => {
		number = (number + 1) % 1_000_000_000;
		let parts = cutIntoParts(from, number, encodePacket({ from, messages }));
		// Too much for hints: what must not wait for the next word goes alone.
		if (parts.length === 0) {
			const urgent = messages.filter(({ kind }) => kind !== 'people' && kind !== 'presence');
			parts = cutIntoParts(from, number, encodePacket({ from, messages: urgent }));
		}
		if (parts.length === 0) return;
		await client.query(NOTIFY, [CHANNEL, parts.join(' ')]);
	};
}

function closed(): Error {
	return Object.assign(new Error('closed'), { code: 'CONNECTION_CLOSED' });
}
