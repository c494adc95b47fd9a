CREATE TRIGGER document_version_append_only
	BEFORE UPDATE OR DELETE OR TRUNCATE ON document_version
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
