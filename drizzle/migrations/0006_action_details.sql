ALTER TABLE "activity" ADD COLUMN "field" text;--> statement-breakpoint
ALTER TABLE "plan_action" ADD COLUMN "responsible_account_id" text;--> statement-breakpoint
ALTER TABLE "plan_action" ADD COLUMN "budget_lines" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "plan_action" ADD COLUMN "staffing_hundredths" integer;--> statement-breakpoint
ALTER TABLE "plan_action" ADD COLUMN "obstacle_list" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "plan_action" ADD COLUMN "waits_for" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "plan_action" ADD COLUMN "decision_id" text;--> statement-breakpoint
CREATE INDEX "activity_subject" ON "activity" USING btree ("document_id","subject","happened_at");