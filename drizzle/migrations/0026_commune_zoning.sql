CREATE TABLE "commune_zoning" (
	"commune_code" text PRIMARY KEY NOT NULL,
	"zone" text NOT NULL,
	"source" text NOT NULL,
	"decided_on" date NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "commune_zoning" ADD CONSTRAINT "commune_zoning_commune_code_commune_code_fk" FOREIGN KEY ("commune_code") REFERENCES "public"."commune"("code") ON DELETE no action ON UPDATE no action;