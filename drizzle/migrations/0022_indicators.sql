CREATE TABLE "indicator" (
	"department_code" text NOT NULL,
	"code" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	CONSTRAINT "indicator_department_code_code_pk" PRIMARY KEY("department_code","code")
);
--> statement-breakpoint
CREATE TABLE "indicator_definition" (
	"department_code" text NOT NULL,
	"code" text NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"proposition" integer NOT NULL,
	"unit" text NOT NULL,
	"direction" text NOT NULL,
	"formula" text NOT NULL,
	"source" text NOT NULL,
	"frequency" text NOT NULL,
	"baseline_on" date,
	"baseline_value" double precision,
	"targets" jsonb NOT NULL,
	"watch_from" integer NOT NULL,
	"late_from" integer NOT NULL,
	"is_public" boolean NOT NULL,
	"owner_id" uuid,
	"defined_at" timestamp (3) with time zone NOT NULL,
	"defined_by" uuid,
	CONSTRAINT "indicator_definition_department_code_code_version_pk" PRIMARY KEY("department_code","code","version"),
	CONSTRAINT "indicator_definition_baseline" CHECK (("indicator_definition"."baseline_on" is null) = ("indicator_definition"."baseline_value" is null))
);
--> statement-breakpoint
CREATE TABLE "indicator_objection" (
	"id" uuid PRIMARY KEY NOT NULL,
	"department_code" text NOT NULL,
	"code" text NOT NULL,
	"value_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"account_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "indicator_objection_answer" (
	"objection_id" uuid PRIMARY KEY NOT NULL,
	"department_code" text NOT NULL,
	"answer" text NOT NULL,
	"account_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "indicator_value" (
	"id" uuid PRIMARY KEY NOT NULL,
	"department_code" text NOT NULL,
	"code" text NOT NULL,
	"period" text NOT NULL,
	"version" integer NOT NULL,
	"value" double precision NOT NULL,
	"state" text NOT NULL,
	"source" text NOT NULL,
	"comment" text NOT NULL,
	"definition_version" integer NOT NULL,
	"account_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "indicator_value_version" UNIQUE("department_code","code","period","version")
);
--> statement-breakpoint
ALTER TABLE "indicator" ADD CONSTRAINT "indicator_department_code_committee_department_code_fk" FOREIGN KEY ("department_code") REFERENCES "public"."committee"("department_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indicator" ADD CONSTRAINT "indicator_created_by_account_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indicator_definition" ADD CONSTRAINT "indicator_definition_owner_id_account_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indicator_definition" ADD CONSTRAINT "indicator_definition_defined_by_account_id_fk" FOREIGN KEY ("defined_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indicator_definition" ADD CONSTRAINT "indicator_definition_indicator" FOREIGN KEY ("department_code","code") REFERENCES "public"."indicator"("department_code","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indicator_objection" ADD CONSTRAINT "indicator_objection_value_id_indicator_value_id_fk" FOREIGN KEY ("value_id") REFERENCES "public"."indicator_value"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indicator_objection" ADD CONSTRAINT "indicator_objection_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indicator_objection_answer" ADD CONSTRAINT "indicator_objection_answer_objection_id_indicator_objection_id_fk" FOREIGN KEY ("objection_id") REFERENCES "public"."indicator_objection"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indicator_objection_answer" ADD CONSTRAINT "indicator_objection_answer_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indicator_value" ADD CONSTRAINT "indicator_value_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indicator_value" ADD CONSTRAINT "indicator_value_definition" FOREIGN KEY ("department_code","code","definition_version") REFERENCES "public"."indicator_definition"("department_code","code","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "indicator_objection_place" ON "indicator_objection" USING btree ("department_code","code");--> statement-breakpoint
CREATE TRIGGER indicator_definition_append_only
	BEFORE UPDATE OR DELETE OR TRUNCATE ON indicator_definition
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER indicator_value_append_only
	BEFORE UPDATE OR DELETE OR TRUNCATE ON indicator_value
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER indicator_objection_append_only
	BEFORE UPDATE OR DELETE OR TRUNCATE ON indicator_objection
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER indicator_objection_answer_append_only
	BEFORE UPDATE OR DELETE OR TRUNCATE ON indicator_objection_answer
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
