DROP INDEX "senior_doctor_change_batch";--> statement-breakpoint
DROP INDEX "intern_change_batch";--> statement-breakpoint
DROP INDEX "registry_import_row_record";--> statement-breakpoint
DROP INDEX "registry_import_row_state";--> statement-breakpoint
ALTER TABLE "registry_import" ADD COLUMN "written_through" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "registry_import_row_state" ON "registry_import_row" USING btree ("import_id","state","line") WHERE state <> 'ready';