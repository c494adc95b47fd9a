-- The generator writes ENABLE but not FORCE, without which the owner of a table goes round its policies.
ALTER TABLE "senior_doctor" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "senior_doctor_place" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "senior_doctor_change" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "senior_doctor_follow_up" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "registry_view" FORCE ROW LEVEL SECURITY;
