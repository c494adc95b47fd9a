import type postgres from 'postgres';
import { loadPostgres, POSTGRES_OPTIONS } from '#lib/server/database/postgres-driver.ts';
import { encodePacket } from '../bus-codec.ts';
import type { BusMessage, Clock, Logger } from '../ports.ts';
import type { Line, LineEars, OpenLine } from './line.ts';
import { LineBus } from './line-bus.ts';
import { cutIntoParts, PartJoiner } from './notify-parts.ts';

/** The one channel; channels belong to a database, so that two installations never meet. */
const CHANNEL = 'terrimed';

/** Everybody's cursors pass through one channel to every process: often enough for the eye. */
const PRESENCE_EVERY_MS = 100;

/** In seconds, as the driver counts. */
const CONNECT_TIMEOUT = 5;

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
	const client = loadPostgres()(url, {
		...POSTGRES_OPTIONS,
		max: 1,
		idle_timeout: 0,
		max_lifetime: null,
		connect_timeout: CONNECT_TIMEOUT,
		connection: { application_name: 'terrimed-bus' },
		onclose: () => ears.lost(closed()),
	});
	const close = (): Promise<void> => client.end({ timeout: 1 });
	const joiner = new PartJoiner();
	let listening = 0;
	try {
		await client.listen(
			CHANNEL,
			(part) => {
				const packet = joiner.add(part);
				if (packet) ears.heard(packet);
			},
			// The driver listens again by itself when that connection was lost, but what was said meanwhile is missing.
			() => (listening += 1) > 1 && ears.lost(closed()),
		);
	} catch (error) {
		await close();
		throw error;
	}
	return {
		send: sender(client, from),
		settled: () => Promise.resolve(),
		follow() {},
		unfollow() {},
		close,
	};
}

function sender(client: postgres.Sql, from: string): OpenLine['send'] {
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
		await client`select pg_notify(${CHANNEL}, part) from unnest(string_to_array(${parts.join(' ')}, ' ')) as part`;
	};
}

function closed(): Error {
	return Object.assign(new Error('closed'), { code: 'CONNECTION_CLOSED' });
}
