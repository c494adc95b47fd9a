CREATE TABLE "suggestion" (
	"id" uuid PRIMARY KEY NOT NULL,
	"department_code" text NOT NULL,
	"document_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"anchor" text,
	"at" integer DEFAULT 0 NOT NULL,
	"action_id" uuid,
	"field" text,
	"quote" text NOT NULL,
	"proposed" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"author_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"claimed_until" timestamp (3) with time zone,
	"decided_at" timestamp (3) with time zone,
	"decided_by" uuid,
	"refusal" text DEFAULT '' NOT NULL,
	"applied_seq" bigint,
	CONSTRAINT "suggestion_target" CHECK (("suggestion"."kind" = 'value') = ("suggestion"."anchor" is null) and ("suggestion"."kind" = 'value') = ("suggestion"."action_id" is not null) and ("suggestion"."kind" = 'value') = ("suggestion"."field" is not null)),
	CONSTRAINT "suggestion_decided" CHECK (("suggestion"."state" = 'open') = ("suggestion"."decided_at" is null))
);
--> statement-breakpoint
ALTER TABLE "suggestion" ADD CONSTRAINT "suggestion_department_code_committee_department_code_fk" FOREIGN KEY ("department_code") REFERENCES "public"."committee"("department_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestion" ADD CONSTRAINT "suggestion_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestion" ADD CONSTRAINT "suggestion_author_id_account_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestion" ADD CONSTRAINT "suggestion_decided_by_account_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "suggestion_document" ON "suggestion" USING btree ("document_id","state","created_at");