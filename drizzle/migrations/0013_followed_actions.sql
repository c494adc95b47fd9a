CREATE TABLE "followed_action" (
	"department_code" text NOT NULL,
	"account_id" uuid NOT NULL,
	"action_id" text NOT NULL,
	"followed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "followed_action_department_code_account_id_action_id_pk" PRIMARY KEY("department_code","account_id","action_id")
);
--> statement-breakpoint
ALTER TABLE "followed_action" ADD CONSTRAINT "followed_action_department_code_committee_department_code_fk" FOREIGN KEY ("department_code") REFERENCES "public"."committee"("department_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "followed_action" ADD CONSTRAINT "followed_action_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "followed_action_account" ON "followed_action" USING btree ("account_id");