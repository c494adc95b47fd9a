/** Forms in which the plan is taken away. */
export const PLAN_EXPORT_FORMATS = ['xlsx', 'ods', 'pdf', 'ics'] as const;
export type PlanExportFormat = (typeof PLAN_EXPORT_FORMATS)[number];

export const PLAN_EXPORT_LABEL: Record<PlanExportFormat, string> = {
	xlsx: 'Excel (.xlsx)',
	ods: 'LibreOffice (.ods)',
	pdf: 'PDF\u00a0: le plan et ses fiches (.pdf)',
	ics: 'Agenda\u00a0: les échéances (.ics)',
};
