/** What a control inside a Field spreads on its native element: ties label, help and error to it. */
export type FieldControl = {
	id: string;
	'aria-describedby': string | undefined;
	'aria-invalid': 'true' | undefined;
	'aria-required': 'true' | undefined;
};

/** The props that every labelled control shares. */
export type FieldProps = {
	label: string;
	/** One sentence under the label. */
	help?: string;
	/** The sentence of what is wrong; shows the field as wrong. */
	error?: string | null;
	/** Required by default; « facultatif » is said after the label. */
	optional?: boolean;
	/** Keeps the label for screen readers only (cells of a table, search boxes). */
	labelHidden?: boolean;
	id?: string;
};
