ALTER TABLE "document_update" DROP CONSTRAINT "document_update_document_id_document_id_fk";
--> statement-breakpoint
ALTER TABLE "document_update" DROP CONSTRAINT "document_update_account_id_account_id_fk";
