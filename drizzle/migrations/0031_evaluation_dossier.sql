CREATE TABLE "evaluation_dossier" (
	"id" uuid PRIMARY KEY NOT NULL,
	"department_code" text NOT NULL,
	"reference" text NOT NULL,
	"format" text NOT NULL,
	"from_day" date NOT NULL,
	"until_day" date NOT NULL,
	"file_sha256" text NOT NULL,
	"manifest_sha256" text NOT NULL,
	"pieces" jsonb NOT NULL,
	"size" bigint NOT NULL,
	"audit_seq" bigint NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"made_by" uuid NOT NULL,
	"job_id" uuid,
	CONSTRAINT "evaluation_dossier_format" CHECK ("evaluation_dossier"."format" in ('zip', 'pdf', 'ods'))
);
--> statement-breakpoint
ALTER TABLE "evaluation_dossier" ADD CONSTRAINT "evaluation_dossier_department_code_committee_department_code_fk" FOREIGN KEY ("department_code") REFERENCES "public"."committee"("department_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluation_dossier" ADD CONSTRAINT "evaluation_dossier_made_by_account_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "evaluation_dossier_made" ON "evaluation_dossier" USING btree ("department_code","made_by","made_at");--> statement-breakpoint
CREATE INDEX "evaluation_dossier_file" ON "evaluation_dossier" USING btree ("file_sha256");--> statement-breakpoint
CREATE TRIGGER evaluation_dossier_append_only
	BEFORE UPDATE OR DELETE OR TRUNCATE ON evaluation_dossier
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
