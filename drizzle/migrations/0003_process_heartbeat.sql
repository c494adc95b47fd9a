CREATE TABLE "process_heartbeat" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"rooms" integer NOT NULL,
	"connections" integer NOT NULL,
	"queued" integer NOT NULL,
	"commits_per_second" real NOT NULL,
	"updates_per_second" real NOT NULL,
	"memory_bytes" bigint NOT NULL,
	"loop_delay_ms" real NOT NULL,
	"bus_up" boolean
);
