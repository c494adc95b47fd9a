CREATE FUNCTION refuse_requarantine() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF OLD.resolved_at IS NOT NULL
		OR NEW.resolved_at IS NULL
		OR NEW.resolution IS NULL
		OR (NEW.id, NEW.document_id, NEW.account_id, NEW.bytes, NEW.digest, NEW.reason, NEW.created_at)
			IS DISTINCT FROM (OLD.id, OLD.document_id, OLD.account_id, OLD.bytes, OLD.digest, OLD.reason, OLD.created_at)
		OR NEW.schema_version IS DISTINCT FROM OLD.schema_version
	THEN
		RAISE EXCEPTION 'document_quarantine only takes a resolution, once' USING ERRCODE = 'restrict_violation';
	END IF;
	RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER document_quarantine_resolved_once
	BEFORE UPDATE ON document_quarantine
	FOR EACH ROW EXECUTE FUNCTION refuse_requarantine();
--> statement-breakpoint
CREATE TRIGGER document_quarantine_append_only
	BEFORE DELETE OR TRUNCATE ON document_quarantine
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
