ALTER TABLE "document" DROP CONSTRAINT "document_last_change_by_account_id_fk";
