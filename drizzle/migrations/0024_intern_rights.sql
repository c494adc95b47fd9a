-- The generator writes ENABLE but not FORCE, without which the owner of a table goes round its policies.
ALTER TABLE "intern" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "intern_checklist_item" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "intern_change" FORCE ROW LEVEL SECURITY;
