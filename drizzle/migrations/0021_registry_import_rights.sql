-- What is brought to a registry is as personal as the registry itself: the owner of the tables goes through their policies too.
ALTER TABLE "registry_import" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "registry_import_part" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "registry_import_row" FORCE ROW LEVEL SECURITY;
