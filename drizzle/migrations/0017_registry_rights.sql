-- The generator writes ENABLE but not FORCE, without which the owner of a table goes round its policies.
ALTER TABLE "senior_doctor" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "senior_doctor_place" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "senior_doctor_change" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "senior_doctor_follow_up" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "registry_view" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
-- What a transaction over a registry does beside: it names places and people, and writes the audit log. The role is made at start.
GRANT USAGE ON SCHEMA public TO terrimed_registry;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "senior_doctor", "senior_doctor_place", "senior_doctor_change", "senior_doctor_follow_up", "registry_view" TO terrimed_registry;--> statement-breakpoint
GRANT SELECT ON "region", "department", "commune", "intercommunality", "department_intercommunality", "committee" TO terrimed_registry;--> statement-breakpoint
GRANT SELECT ("id", "display_name") ON "account" TO terrimed_registry;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON "audit_chain" TO terrimed_registry;--> statement-breakpoint
GRANT SELECT, INSERT ON "audit_event" TO terrimed_registry;
