CREATE TABLE "document_quarantine" (
	"id" uuid PRIMARY KEY NOT NULL,
	"document_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"bytes" "bytea" NOT NULL,
	"digest" text NOT NULL,
	"reason" text NOT NULL,
	"schema_version" integer,
	"created_at" timestamp (3) with time zone NOT NULL,
	"resolved_at" timestamp (3) with time zone,
	"resolution" text
);
--> statement-breakpoint
ALTER TABLE "document_quarantine" ADD CONSTRAINT "document_quarantine_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_quarantine" ADD CONSTRAINT "document_quarantine_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "document_quarantine_waiting" ON "document_quarantine" USING btree ("document_id","account_id","digest") WHERE resolved_at is null;