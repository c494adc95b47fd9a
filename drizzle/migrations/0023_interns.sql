CREATE TABLE "intern" (
	"id" uuid PRIMARY KEY NOT NULL,
	"department_code" text NOT NULL,
	"region_code" text NOT NULL,
	"last_name" text,
	"first_name" text,
	"civility" text,
	"rpps" text,
	"email" text,
	"phone" text,
	"share_name" boolean DEFAULT false NOT NULL,
	"share_contact" boolean DEFAULT false NOT NULL,
	"sharing_on" date,
	"informed_on" date,
	"level" text NOT NULL,
	"phase" text,
	"semester" integer,
	"study_year" integer,
	"university" text,
	"subdivision" text,
	"specialty" text,
	"service_commitment" boolean,
	"site" text,
	"commune_code" text NOT NULL,
	"host_doctor_id" uuid,
	"host_name" text,
	"supervisor" text,
	"placement_kind" text,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"housing" text,
	"housing_until" date,
	"housing_place" text,
	"transport" text,
	"spouse_work" text,
	"childcare" text,
	"wants_to_stay" text,
	"project_place" text,
	"project_from" date,
	"project_form" text,
	"project" text,
	"contact_id" uuid,
	"opposed_at" timestamp (3) with time zone,
	"sources" jsonb NOT NULL,
	"open_items" integer DEFAULT 0 NOT NULL,
	"sort_name" text collate "C" NOT NULL,
	"searched" text NOT NULL,
	"searched_place" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	CONSTRAINT "intern_place_key" UNIQUE("id","department_code"),
	CONSTRAINT "intern_version" CHECK ("intern"."version" > 0),
	CONSTRAINT "intern_days" CHECK ("intern"."ends_on" >= "intern"."starts_on")
);
--> statement-breakpoint
ALTER TABLE "intern" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "intern_change" (
	"id" uuid PRIMARY KEY NOT NULL,
	"intern_id" uuid NOT NULL,
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
ALTER TABLE "intern_change" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "intern_checklist_item" (
	"intern_id" uuid NOT NULL,
	"department_code" text NOT NULL,
	"item" text NOT NULL,
	"owner_id" uuid,
	"owner_name" text,
	"due_on" date,
	"done_at" timestamp (3) with time zone,
	"done_by" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "intern_checklist_item_intern_id_item_pk" PRIMARY KEY("intern_id","item")
);
--> statement-breakpoint
ALTER TABLE "intern_checklist_item" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "intern" ADD CONSTRAINT "intern_department_code_department_code_fk" FOREIGN KEY ("department_code") REFERENCES "public"."department"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intern" ADD CONSTRAINT "intern_region_code_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."region"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intern" ADD CONSTRAINT "intern_commune_code_commune_code_fk" FOREIGN KEY ("commune_code") REFERENCES "public"."commune"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intern" ADD CONSTRAINT "intern_host_doctor_id_senior_doctor_id_fk" FOREIGN KEY ("host_doctor_id") REFERENCES "public"."senior_doctor"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intern" ADD CONSTRAINT "intern_contact_id_account_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intern" ADD CONSTRAINT "intern_created_by_account_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intern" ADD CONSTRAINT "intern_updated_by_account_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intern_change" ADD CONSTRAINT "intern_change_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intern_change" ADD CONSTRAINT "intern_change_record" FOREIGN KEY ("intern_id","department_code") REFERENCES "public"."intern"("id","department_code") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "intern_checklist_item" ADD CONSTRAINT "intern_checklist_item_owner_id_account_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intern_checklist_item" ADD CONSTRAINT "intern_checklist_item_done_by_account_id_fk" FOREIGN KEY ("done_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intern_checklist_item" ADD CONSTRAINT "intern_checklist_item_record" FOREIGN KEY ("intern_id","department_code") REFERENCES "public"."intern"("id","department_code") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
CREATE UNIQUE INDEX "intern_rpps" ON "intern" USING btree ("region_code","rpps","starts_on");--> statement-breakpoint
CREATE INDEX "intern_name" ON "intern" USING btree ("department_code","sort_name","id");--> statement-breakpoint
CREATE INDEX "intern_start" ON "intern" USING btree ("department_code","starts_on");--> statement-breakpoint
CREATE INDEX "intern_commune" ON "intern" USING btree ("commune_code");--> statement-breakpoint
CREATE INDEX "intern_host" ON "intern" USING btree ("host_doctor_id");--> statement-breakpoint
CREATE INDEX "intern_change_record_order" ON "intern_change" USING btree ("intern_id","changed_at");--> statement-breakpoint
CREATE INDEX "intern_change_batch" ON "intern_change" USING btree ("batch_id") WHERE batch_id is not null;--> statement-breakpoint
CREATE INDEX "intern_checklist_item_due" ON "intern_checklist_item" USING btree ("department_code","due_on") WHERE done_at is null;--> statement-breakpoint
CREATE INDEX "intern_checklist_item_owner" ON "intern_checklist_item" USING btree ("owner_id");--> statement-breakpoint
CREATE POLICY "registry_scope" ON "intern" AS PERMISSIVE FOR ALL TO public USING ("intern"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ','))) WITH CHECK ("intern"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ',')));--> statement-breakpoint
CREATE POLICY "registry_scope" ON "intern_change" AS PERMISSIVE FOR ALL TO public USING ("intern_change"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ','))) WITH CHECK ("intern_change"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ',')));--> statement-breakpoint
CREATE POLICY "registry_scope" ON "intern_checklist_item" AS PERMISSIVE FOR ALL TO public USING ("intern_checklist_item"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ','))) WITH CHECK ("intern_checklist_item"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ',')));