import { createClient } from '@redis/client';
import { encodePacket } from '../bus-codec.ts';
import type { BusMessage } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Line, LineEars, OpenLine } from './line.ts';
import { LineBus } from './line-bus.ts';

const CONNECT_TIMEOUT_MS = 5_000;

/** Bytes that Redis has not acknowledged; beyond, the next messages wait. */
const MAX_IN_FLIGHT = 4 * 1024 * 1024;

/**
 * Hints by Redis or Valkey: a channel for each document, heard by those who follow it, and one for what concerns everybody. `scope` names the
 * installation: two of them on one Redis never meet.
 */
export function createRedisBus(options: {
	url: string;
	scope: string;
	from: string;
	clock: Clock;
	logger: Logger;
}): LineBus {
	const { url, scope, ...rest } = options;
	return new LineBus({
		...rest,
		line: { name: 'redis', open: (from, ears) => openLine({ url, scope, from }, ears) } satisfies Line,
		carriesBytes: true,
		presenceEveryMs: 0,
	});
}

type Client = ReturnType<typeof newClient>;

/** Nothing is queued or tried again by the client: a hint that cannot leave now is worth nothing later. */
function newClient(url: string) {
	return createClient({
		url,
		RESP: 2,
		disableOfflineQueue: true,
		maintNotifications: 'disabled',
		disableClientInfo: true,
		socket: { reconnectStrategy: false, connectTimeout: CONNECT_TIMEOUT_MS },
	});
}

async function openLine(
	names: { url: string; scope: string; from: string },
	ears: LineEars,
): Promise<OpenLine> {
	const clients = [newClient(names.url), newClient(names.url)] as const;
	const [publisher, subscriber] = clients;
	const close = async (): Promise<void> => clients.forEach((client) => client.destroy());
	for (const client of clients) client.on('error', (error: unknown) => ears.lost(error));
	const heard = (packet: Buffer): void => ears.heard(packet);
	const control = `terrimed:${names.scope}:all`;
	const channelOf = (documentId: string): string => `terrimed:${names.scope}:document:${documentId}`;
	try {
		await Promise.all(clients.map((client) => client.connect()));
		await subscriber.subscribe(control, heard, true);
	} catch (error) {
		await close();
		throw error;
	}
	return {
		...sender({ publisher, control, channelOf, from: names.from }),
		follow: (documentId) => void subscriber.subscribe(channelOf(documentId), heard, true).catch(ears.lost),
		unfollow: (documentId) =>
			void subscriber.unsubscribe(channelOf(documentId), heard, true).catch(ears.lost),
		close,
	};
}

function sender(options: {
	publisher: Client;
	control: string;
	channelOf: (documentId: string) => string;
	from: string;
}): Pick<OpenLine, 'send' | 'settled'> {
	const { publisher, control, channelOf, from } = options;
	const inFlight = new Set<Promise<void>>();
	let bytesInFlight = 0;
	const publish = async (channel: string, messages: readonly BusMessage[]): Promise<void> => {
		const packet = Buffer.from(encodePacket({ from, messages }));
		bytesInFlight += packet.length;
		// An error of the connection is told by its event.
		await publisher.publish(channel, packet).catch(() => {});
		bytesInFlight -= packet.length;
	};
	const settled = async (): Promise<void> => void (await Promise.all(inFlight));
	return {
		async send(messages) {
			const byChannel = new Map<string, BusMessage[]>();
			if (messages.length === 0) byChannel.set(control, []);
			for (const message of messages) {
				const channel = 'documentId' in message ? channelOf(message.documentId) : control;
				const others = byChannel.get(channel);
				if (others) others.push(message);
				else byChannel.set(channel, [message]);
			}
			for (const [channel, some] of byChannel) {
				const published = publish(channel, some).finally(() => inFlight.delete(published));
				inFlight.add(published);
			}
			if (bytesInFlight > MAX_IN_FLIGHT) await settled();
		},
		settled,
	};
}
