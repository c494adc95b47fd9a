CREATE TABLE "evaluation_item" (
	"id" uuid PRIMARY KEY NOT NULL,
	"department_code" text NOT NULL,
	"account_id" uuid NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"change_id" text NOT NULL,
	"subject_name" text NOT NULL,
	"said" text NOT NULL,
	"note" text NOT NULL,
	"marked_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "evaluation_review" (
	"id" uuid PRIMARY KEY NOT NULL,
	"department_code" text NOT NULL,
	"account_id" uuid NOT NULL,
	"since_at" timestamp (3) with time zone NOT NULL,
	"until_at" timestamp (3) with time zone NOT NULL,
	"note" text NOT NULL,
	"closed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "evaluation_item" ADD CONSTRAINT "evaluation_item_department_code_committee_department_code_fk" FOREIGN KEY ("department_code") REFERENCES "public"."committee"("department_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluation_item" ADD CONSTRAINT "evaluation_item_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluation_review" ADD CONSTRAINT "evaluation_review_department_code_committee_department_code_fk" FOREIGN KEY ("department_code") REFERENCES "public"."committee"("department_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluation_review" ADD CONSTRAINT "evaluation_review_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "evaluation_item_open" ON "evaluation_item" USING btree ("department_code","account_id","change_id") WHERE settled_at is null;--> statement-breakpoint
CREATE INDEX "evaluation_review_own" ON "evaluation_review" USING btree ("department_code","account_id","closed_at");--> statement-breakpoint
CREATE TRIGGER evaluation_review_append_only
	BEFORE UPDATE OR DELETE OR TRUNCATE ON evaluation_review
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
