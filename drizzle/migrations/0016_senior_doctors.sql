CREATE TABLE "senior_doctor" (
	"id" uuid PRIMARY KEY NOT NULL,
	"department_code" text NOT NULL,
	"region_code" text NOT NULL,
	"rpps" text,
	"last_name" text NOT NULL,
	"first_name" text NOT NULL,
	"civility" text,
	"birth_year" integer NOT NULL,
	"specialty" text NOT NULL,
	"practice_mode" text,
	"sector" text,
	"commune_code" text NOT NULL,
	"place_kind" text,
	"place_share" integer,
	"half_days" integer,
	"patient_count" integer,
	"activity" text,
	"working_pensioner_since" date,
	"email" text,
	"phone" text,
	"address" text,
	"departure_year" integer,
	"departure_certainty" text DEFAULT 'unknown' NOT NULL,
	"departure_declared_on" date,
	"successor" text,
	"host_doctor" boolean,
	"training_supervisor" text,
	"university_post" boolean,
	"conditions" text,
	"obstacles" text,
	"sharing" text DEFAULT 'urps' NOT NULL,
	"sharing_on" date,
	"informed_on" date,
	"opposed_at" timestamp (3) with time zone,
	"followed_by" uuid,
	"last_contact_on" date,
	"next_step_on" date,
	"sources" jsonb NOT NULL,
	"sort_name" text collate "C" NOT NULL,
	"searched" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	CONSTRAINT "senior_doctor_place_key" UNIQUE("id","department_code"),
	CONSTRAINT "senior_doctor_version" CHECK ("senior_doctor"."version" > 0)
);
--> statement-breakpoint
ALTER TABLE "senior_doctor" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "senior_doctor_change" (
	"id" uuid PRIMARY KEY NOT NULL,
	"doctor_id" uuid NOT NULL,
	"department_code" text NOT NULL,
	"version" integer NOT NULL,
	"field" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"source" text NOT NULL,
	"batch_id" uuid,
	"account_id" uuid,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "senior_doctor_change" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "senior_doctor_follow_up" (
	"id" uuid PRIMARY KEY NOT NULL,
	"doctor_id" uuid NOT NULL,
	"department_code" text NOT NULL,
	"kind" text NOT NULL,
	"happened_on" date NOT NULL,
	"outcome" text NOT NULL,
	"next_step" text DEFAULT '' NOT NULL,
	"next_step_on" date,
	"next_step_owner" uuid,
	"next_step_done_at" timestamp (3) with time zone,
	"account_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "senior_doctor_follow_up" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "senior_doctor_place" (
	"doctor_id" uuid NOT NULL,
	"department_code" text NOT NULL,
	"position" integer NOT NULL,
	"commune_code" text NOT NULL,
	"kind" text,
	"share" integer,
	CONSTRAINT "senior_doctor_place_doctor_id_position_pk" PRIMARY KEY("doctor_id","position")
);
--> statement-breakpoint
ALTER TABLE "senior_doctor_place" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "registry_view" (
	"id" uuid PRIMARY KEY NOT NULL,
	"department_code" text NOT NULL,
	"registry" text NOT NULL,
	"account_id" uuid NOT NULL,
	"name" text NOT NULL,
	"shared" boolean DEFAULT false NOT NULL,
	"criteria" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "registry_view" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "senior_doctor" ADD CONSTRAINT "senior_doctor_department_code_department_code_fk" FOREIGN KEY ("department_code") REFERENCES "public"."department"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "senior_doctor" ADD CONSTRAINT "senior_doctor_region_code_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."region"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "senior_doctor" ADD CONSTRAINT "senior_doctor_commune_code_commune_code_fk" FOREIGN KEY ("commune_code") REFERENCES "public"."commune"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "senior_doctor" ADD CONSTRAINT "senior_doctor_followed_by_account_id_fk" FOREIGN KEY ("followed_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "senior_doctor" ADD CONSTRAINT "senior_doctor_created_by_account_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "senior_doctor" ADD CONSTRAINT "senior_doctor_updated_by_account_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "senior_doctor_change" ADD CONSTRAINT "senior_doctor_change_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "senior_doctor_change" ADD CONSTRAINT "senior_doctor_change_record" FOREIGN KEY ("doctor_id","department_code") REFERENCES "public"."senior_doctor"("id","department_code") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "senior_doctor_follow_up" ADD CONSTRAINT "senior_doctor_follow_up_next_step_owner_account_id_fk" FOREIGN KEY ("next_step_owner") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "senior_doctor_follow_up" ADD CONSTRAINT "senior_doctor_follow_up_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "senior_doctor_follow_up" ADD CONSTRAINT "senior_doctor_follow_up_record" FOREIGN KEY ("doctor_id","department_code") REFERENCES "public"."senior_doctor"("id","department_code") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "senior_doctor_place" ADD CONSTRAINT "senior_doctor_place_commune_code_commune_code_fk" FOREIGN KEY ("commune_code") REFERENCES "public"."commune"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "senior_doctor_place" ADD CONSTRAINT "senior_doctor_place_record" FOREIGN KEY ("doctor_id","department_code") REFERENCES "public"."senior_doctor"("id","department_code") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "registry_view" ADD CONSTRAINT "registry_view_department_code_department_code_fk" FOREIGN KEY ("department_code") REFERENCES "public"."department"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry_view" ADD CONSTRAINT "registry_view_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "senior_doctor_rpps" ON "senior_doctor" USING btree ("region_code","rpps");--> statement-breakpoint
CREATE INDEX "senior_doctor_name" ON "senior_doctor" USING btree ("department_code","sort_name","id");--> statement-breakpoint
CREATE INDEX "senior_doctor_commune" ON "senior_doctor" USING btree ("commune_code");--> statement-breakpoint
CREATE INDEX "senior_doctor_change_record_order" ON "senior_doctor_change" USING btree ("doctor_id","changed_at");--> statement-breakpoint
CREATE INDEX "senior_doctor_change_batch" ON "senior_doctor_change" USING btree ("batch_id") WHERE batch_id is not null;--> statement-breakpoint
CREATE INDEX "senior_doctor_follow_up_order" ON "senior_doctor_follow_up" USING btree ("doctor_id","happened_on");--> statement-breakpoint
CREATE INDEX "senior_doctor_follow_up_next" ON "senior_doctor_follow_up" USING btree ("department_code","next_step_on") WHERE next_step_done_at is null and next_step_on is not null;--> statement-breakpoint
CREATE INDEX "senior_doctor_place_commune" ON "senior_doctor_place" USING btree ("commune_code","doctor_id");--> statement-breakpoint
CREATE INDEX "registry_view_place" ON "registry_view" USING btree ("department_code","registry");--> statement-breakpoint
CREATE POLICY "registry_scope" ON "senior_doctor" AS PERMISSIVE FOR ALL TO public USING ("senior_doctor"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ','))) WITH CHECK ("senior_doctor"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ',')));--> statement-breakpoint
CREATE POLICY "registry_scope" ON "senior_doctor_change" AS PERMISSIVE FOR ALL TO public USING ("senior_doctor_change"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ','))) WITH CHECK ("senior_doctor_change"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ',')));--> statement-breakpoint
CREATE POLICY "registry_scope" ON "senior_doctor_follow_up" AS PERMISSIVE FOR ALL TO public USING ("senior_doctor_follow_up"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ','))) WITH CHECK ("senior_doctor_follow_up"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ',')));--> statement-breakpoint
CREATE POLICY "registry_scope" ON "senior_doctor_place" AS PERMISSIVE FOR ALL TO public USING ("senior_doctor_place"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ','))) WITH CHECK ("senior_doctor_place"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ',')));--> statement-breakpoint
CREATE POLICY "registry_scope" ON "registry_view" AS PERMISSIVE FOR ALL TO public USING ("registry_view"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ','))) WITH CHECK ("registry_view"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ',')));