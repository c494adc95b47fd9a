import { customType, timestamp } from 'drizzle-orm/pg-core';

/** `bytea` as `Uint8Array`; pg gives a Buffer and PGlite a Uint8Array, both are accepted. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
	dataType: () => 'bytea',
	fromDriver: (value) => new Uint8Array(value.buffer, value.byteOffset, value.byteLength),
});

/** An instant, always with its zone. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/**
 * One value of whatever kind as `jsonb`. The library's own column parses once more what the driver has parsed, so that a text of digits
 * comes back as a number.
 */
export const jsonValue = <Value>(name: string) =>
	customType<{ data: Value; driverData: unknown }>({
		dataType: () => 'jsonb',
		toDriver: (value) => JSON.stringify(value),
		fromDriver: (value) => value as Value,
	})(name);
