import { customType, timestamp } from 'drizzle-orm/pg-core';

/** `bytea` as `Uint8Array`; pg gives a Buffer and PGlite a Uint8Array, both are accepted. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
	dataType: () => 'bytea',
	fromDriver: (value) => new Uint8Array(value.buffer, value.byteOffset, value.byteLength),
});

/** An instant, always with its zone. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });
