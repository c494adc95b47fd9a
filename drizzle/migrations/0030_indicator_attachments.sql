CREATE TABLE "indicator_attachment" (
	"id" uuid PRIMARY KEY NOT NULL,
	"department_code" text NOT NULL,
	"code" text NOT NULL,
	"value_id" uuid NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	"account_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "indicator_attachment" ADD CONSTRAINT "indicator_attachment_department_code_committee_department_code_fk" FOREIGN KEY ("department_code") REFERENCES "public"."committee"("department_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indicator_attachment" ADD CONSTRAINT "indicator_attachment_value_id_indicator_value_id_fk" FOREIGN KEY ("value_id") REFERENCES "public"."indicator_value"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indicator_attachment" ADD CONSTRAINT "indicator_attachment_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "indicator_attachment_place" ON "indicator_attachment" USING btree ("department_code","code");--> statement-breakpoint
CREATE TRIGGER indicator_attachment_append_only
	BEFORE UPDATE OR DELETE OR TRUNCATE ON indicator_attachment
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
