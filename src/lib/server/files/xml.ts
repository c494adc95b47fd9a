/** Text inside an element or an attribute of XML or HTML. */
export function escapeXml(text: string): string {
	return text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}

/** An element as text: `attributes` are escaped here, `children` are written already. */
export function element(
	name: string,
	attributes: Readonly<Record<string, string | number>>,
	children = '',
): string {
	const written = Object.entries(attributes)
		.map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
		.join('');
	return children === '' ? `<${name}${written}/>` : `<${name}${written}>${children}</${name}>`;
}
