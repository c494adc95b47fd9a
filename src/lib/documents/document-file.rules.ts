/** Forms in which a document is taken away. */
export const EXPORT_FORMATS = ['docx', 'odt', 'pdf', 'md', 'html'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const EXPORT_MEDIA_TYPE: Record<ExportFormat, string> = {
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	odt: 'application/vnd.oasis.opendocument.text',
	pdf: 'application/pdf',
	md: 'text/markdown; charset=utf-8',
	html: 'text/html; charset=utf-8',
};

/** What a menu says, the most asked for first. */
export const EXPORT_FORMAT_LABEL: Record<ExportFormat, string> = {
	docx: 'Word (.docx)',
	odt: 'LibreOffice (.odt)',
	pdf: 'PDF accessible (.pdf)',
	md: 'Markdown (.md)',
	html: 'Page web (.html)',
};

/** Ends of the names of files that can be brought. */
export const IMPORT_EXTENSIONS = ['.docx', '.md'] as const;
