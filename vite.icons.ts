import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Plugin } from 'vite';

/** How the program asks for an icon. */
const ASKED = /'@lucide\/svelte\/icons\/([a-z0-9-]+)'/g;

/** Where the library keeps them, and how each says its shape. */
const LIBRARY = resolve('node_modules/@lucide/svelte/dist/icons');
const DRAWN_IN = /export { default } from "\.\/([a-z0-9-]+)\.svelte"/;
const ICON = /\/@lucide\/svelte\/dist\/icons\/([a-z0-9-]+)\.js$/;
const SHAPE = /const iconData = (\{.*\});/;

const SHEET = resolve('.svelte-kit/icons/icons.svg');
const DRAWN_BY = resolve('src/lib/ui/sheet-icon.ts');

type Shape = readonly (readonly [string, Readonly<Record<string, string>>])[];

/**
 * In the built pages icons are one picture, that every page has after the first, and not script: each was some 200 bytes of it,
 * drawn element by element. What asks for an icon of the library gets a component that shows its place on that picture.
 */
export function iconsOnOneSheet(): Plugin {
	return {
		name: 'terrimed:icons-on-one-sheet',
		apply: 'build',
		enforce: 'pre',
		buildStart() {
			mkdirSync(dirname(SHEET), { recursive: true });
			writeFileSync(SHEET, drawSheet(iconsAskedFor()));
		},
		load: {
			filter: { id: ICON },
			handler(id) {
				const name = ICON.exec(id)?.[1];
				return name === undefined ? null : placeOnSheet(nameInLibrary(name));
			},
		},
	};
}

/** The names of all icons that the program shows, each as the library keeps it: some have been given another since. */
export function iconsAskedFor(): string[] {
	const files = globSync('src/**/*.{svelte,ts}');
	const names = files.flatMap((file) =>
		[...readFileSync(file, 'utf8').matchAll(ASKED)].map(([, name]) => name),
	);
	return [...new Set(names.filter((name) => name !== undefined).map(nameInLibrary))].sort();
}

function nameInLibrary(name: string): string {
	return DRAWN_IN.exec(readFileSync(`${LIBRARY}/${name}.js`, 'utf8'))?.[1] ?? name;
}

export function drawSheet(names: readonly string[]): string {
	const drawn = names.map((name) => `<symbol id="${name}" viewBox="0 0 24 24">${drawShape(name)}</symbol>`);
	return `<svg xmlns="http://www.w3.org/2000/svg"><!-- Icons by Lucide, ISC licence: https://lucide.dev/license -->\n${drawn.join('\n')}\n</svg>\n`;
}

function drawShape(name: string): string {
	const said = SHAPE.exec(readFileSync(`${LIBRARY}/${name}.svelte`, 'utf8'))?.[1];
	if (said === undefined)
		throw new Error(`The icon ${name} does not say its shape as it did: see vite.icons.ts`);
	const { node } = JSON.parse(said) as { node: Shape };
	return node.map(([tag, attributes]) => `<${tag}${drawAttributes(attributes)}/>`).join('');
}

function drawAttributes(attributes: Readonly<Record<string, string>>): string {
	return Object.entries(attributes)
		.map(([name, value]) => ` ${name}="${value}"`)
		.join('');
}

function placeOnSheet(name: string): string {
	return [
		`import { onSheet } from ${JSON.stringify(DRAWN_BY)};`,
		`import sheet from ${JSON.stringify(`${SHEET}?url&no-inline`)};`,
		`export default /* @__PURE__ */ onSheet(sheet + '#${name}');`,
	].join('\n');
}
