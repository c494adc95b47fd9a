CREATE TABLE "registry_reading" (
	"id" uuid PRIMARY KEY NOT NULL,
	"department_code" text NOT NULL,
	"registry" text NOT NULL,
	"way" text NOT NULL,
	"account_id" uuid,
	"read_at" timestamp (3) with time zone NOT NULL,
	"record_ids" uuid[] NOT NULL
);
--> statement-breakpoint
ALTER TABLE "registry_reading" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "registry_request" (
	"id" uuid PRIMARY KEY NOT NULL,
	"department_code" text NOT NULL,
	"registry" text NOT NULL,
	"record_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"reason" text NOT NULL,
	"asked_on" date,
	"done_at" timestamp (3) with time zone NOT NULL,
	"account_id" uuid,
	"counts" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "registry_request" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "registry_reading" ADD CONSTRAINT "registry_reading_department_code_department_code_fk" FOREIGN KEY ("department_code") REFERENCES "public"."department"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry_reading" ADD CONSTRAINT "registry_reading_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry_request" ADD CONSTRAINT "registry_request_department_code_department_code_fk" FOREIGN KEY ("department_code") REFERENCES "public"."department"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry_request" ADD CONSTRAINT "registry_request_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "registry_reading_place" ON "registry_reading" USING btree ("department_code","read_at");--> statement-breakpoint
CREATE INDEX "registry_request_record" ON "registry_request" USING btree ("record_id");--> statement-breakpoint
CREATE INDEX "registry_request_list" ON "registry_request" USING btree ("department_code","done_at");--> statement-breakpoint
CREATE POLICY "registry_scope" ON "registry_reading" AS PERMISSIVE FOR ALL TO public USING ("registry_reading"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ','))) WITH CHECK ("registry_reading"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ',')));--> statement-breakpoint
CREATE POLICY "registry_scope" ON "registry_request" AS PERMISSIVE FOR ALL TO public USING ("registry_request"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ','))) WITH CHECK ("registry_request"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ',')));--> statement-breakpoint
-- The generator writes no FORCE: without it the owner of the tables would go round their policies.
ALTER TABLE "registry_reading" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "registry_request" FORCE ROW LEVEL SECURITY;
