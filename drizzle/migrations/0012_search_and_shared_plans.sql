CREATE TABLE "search_passage" (
	"document_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"anchor" text NOT NULL,
	"number" text NOT NULL,
	"heading" text NOT NULL,
	"content" text NOT NULL,
	"searched_heading" text NOT NULL,
	"searched_content" text NOT NULL,
	"words" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('french', searched_heading), 'A') || setweight(to_tsvector('french', searched_content), 'B')) STORED NOT NULL,
	CONSTRAINT "search_passage_document_id_position_pk" PRIMARY KEY("document_id","position")
);
--> statement-breakpoint
CREATE TABLE "shared_action" (
	"department_code" text NOT NULL,
	"position" integer NOT NULL,
	"number" text NOT NULL,
	"proposition" integer NOT NULL,
	"title" text NOT NULL,
	"measure" text NOT NULL,
	"content" jsonb NOT NULL,
	"version" text NOT NULL,
	"adopted_on" date NOT NULL,
	"searched" text NOT NULL,
	"words" "tsvector" GENERATED ALWAYS AS (to_tsvector('french', searched)) STORED NOT NULL,
	CONSTRAINT "shared_action_department_code_position_pk" PRIMARY KEY("department_code","position")
);
--> statement-breakpoint
CREATE TABLE "shared_plan" (
	"department_code" text PRIMARY KEY NOT NULL,
	"shared_at" timestamp (3) with time zone NOT NULL,
	"shared_by" uuid NOT NULL,
	"version_id" uuid
);
--> statement-breakpoint
ALTER TABLE "document_projection" ADD COLUMN "rows_shape" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "plan_action" ADD COLUMN "origin" jsonb;--> statement-breakpoint
ALTER TABLE "search_passage" ADD CONSTRAINT "search_passage_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shared_action" ADD CONSTRAINT "shared_action_department_code_shared_plan_department_code_fk" FOREIGN KEY ("department_code") REFERENCES "public"."shared_plan"("department_code") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shared_plan" ADD CONSTRAINT "shared_plan_department_code_committee_department_code_fk" FOREIGN KEY ("department_code") REFERENCES "public"."committee"("department_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shared_plan" ADD CONSTRAINT "shared_plan_shared_by_account_id_fk" FOREIGN KEY ("shared_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shared_plan" ADD CONSTRAINT "shared_plan_version_id_document_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."document_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "search_passage_words" ON "search_passage" USING gin ("words");--> statement-breakpoint
CREATE INDEX "shared_action_words" ON "shared_action" USING gin ("words");