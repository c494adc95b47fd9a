CREATE TABLE "column_choice" (
	"region_code" text NOT NULL,
	"registry" text NOT NULL,
	"title" text NOT NULL,
	"field" text,
	CONSTRAINT "column_choice_region_code_registry_title_pk" PRIMARY KEY("region_code","registry","title")
);
--> statement-breakpoint
CREATE TABLE "registry_import" (
	"id" uuid PRIMARY KEY NOT NULL,
	"department_code" text NOT NULL,
	"region_code" text NOT NULL,
	"registry" text NOT NULL,
	"number" integer NOT NULL,
	"account_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"file_size" integer NOT NULL,
	"state" text NOT NULL,
	"titles" jsonb NOT NULL,
	"mapping" jsonb NOT NULL,
	"counts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"merge_rule" text DEFAULT 'suggested' NOT NULL,
	"applies_at_once" boolean DEFAULT false NOT NULL,
	"fault_code" text,
	"fault" text,
	"job_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"checked_at" timestamp (3) with time zone,
	"applied_at" timestamp (3) with time zone,
	"undone_at" timestamp (3) with time zone,
	CONSTRAINT "registry_import_number" UNIQUE("region_code","registry","number"),
	CONSTRAINT "registry_import_place" UNIQUE("id","department_code")
);
--> statement-breakpoint
ALTER TABLE "registry_import" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "registry_import_part" (
	"import_id" uuid NOT NULL,
	"department_code" text NOT NULL,
	"seq" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "registry_import_part_import_id_seq_pk" PRIMARY KEY("import_id","seq")
);
--> statement-breakpoint
ALTER TABLE "registry_import_part" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "registry_import_row" (
	"import_id" uuid NOT NULL,
	"department_code" text NOT NULL,
	"line" integer NOT NULL,
	"state" text NOT NULL,
	"name" text NOT NULL,
	"sort_name" text NOT NULL,
	"searched" text NOT NULL,
	"values" jsonb,
	"cells" jsonb,
	"problems" jsonb,
	"record_id" uuid,
	"likeness" text,
	"version" integer,
	"taken" jsonb,
	"before" jsonb,
	CONSTRAINT "registry_import_row_import_id_line_pk" PRIMARY KEY("import_id","line")
);
--> statement-breakpoint
ALTER TABLE "registry_import_row" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "column_choice" ADD CONSTRAINT "column_choice_region_code_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."region"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry_import" ADD CONSTRAINT "registry_import_department_code_department_code_fk" FOREIGN KEY ("department_code") REFERENCES "public"."department"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry_import" ADD CONSTRAINT "registry_import_region_code_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."region"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry_import" ADD CONSTRAINT "registry_import_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry_import_part" ADD CONSTRAINT "registry_import_part_import" FOREIGN KEY ("import_id","department_code") REFERENCES "public"."registry_import"("id","department_code") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry_import_row" ADD CONSTRAINT "registry_import_row_import" FOREIGN KEY ("import_id","department_code") REFERENCES "public"."registry_import"("id","department_code") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "registry_import_list" ON "registry_import" USING btree ("region_code","registry","created_at");--> statement-breakpoint
CREATE INDEX "registry_import_row_state" ON "registry_import_row" USING btree ("import_id","state","line");--> statement-breakpoint
CREATE INDEX "registry_import_row_record" ON "registry_import_row" USING btree ("record_id") WHERE record_id is not null;--> statement-breakpoint
CREATE POLICY "registry_scope" ON "registry_import" AS PERMISSIVE FOR ALL TO public USING ("registry_import"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ','))) WITH CHECK ("registry_import"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ',')));--> statement-breakpoint
CREATE POLICY "registry_scope" ON "registry_import_part" AS PERMISSIVE FOR ALL TO public USING ("registry_import_part"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ','))) WITH CHECK ("registry_import_part"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ',')));--> statement-breakpoint
CREATE POLICY "registry_scope" ON "registry_import_row" AS PERMISSIVE FOR ALL TO public USING ("registry_import_row"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ','))) WITH CHECK ("registry_import_row"."department_code" = any (string_to_array(current_setting('terrimed.departments', true), ',')));