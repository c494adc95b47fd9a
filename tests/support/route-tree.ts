import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import ts from 'typescript';

/** Something a program may ask of a route: its page, a form action of it, or a method of an endpoint. */
export interface RouteOperation {
	/** Folder under `src/routes`: `/[departement=department]/membres`; `/` for the root. */
	route: string;
	kind: 'page' | 'action' | 'endpoint';
	/** `GET` for a page, the action's name, the method (`fallback` for all that are not there). */
	name: string;
}

const ROUTES = 'src/routes';
const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'fallback']);

/** Every operation of every route, read from the files themselves: a new one cannot be forgotten. */
export function listRouteOperations(): RouteOperation[] {
	const folders = new Set(
		globSync(`${ROUTES}/**/+{page.svelte,page.ts,page.server.ts,server.ts}`).map((file) =>
			file.split(sep).slice(0, -1).join('/'),
		),
	);
	return [...folders].sort().flatMap((folder) => {
		const route = folder.slice(ROUTES.length) || '/';
		const operations: RouteOperation[] = [];
		// A page of a server file alone only sends elsewhere: it reads all the same.
		const isPage = ['+page.svelte', '+page.server.ts'].some((file) => existsSync(join(folder, file)));
		if (isPage) operations.push({ route, kind: 'page', name: 'GET' });
		for (const name of actionsOf(join(folder, '+page.server.ts'))) {
			operations.push({ route, kind: 'action', name });
		}
		for (const name of methodsOf(join(folder, '+server.ts'))) {
			operations.push({ route, kind: 'endpoint', name });
		}
		return operations;
	});
}

/** `action /[departement=department]/membres ?/revoke`: how a table names an operation. */
export function operationKey({ route, kind, name }: RouteOperation): string {
	return `${kind} ${route} ${name}`;
}

function parse(file: string): ts.SourceFile | null {
	if (!existsSync(file)) return null;
	return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
}

/** Names of the form actions. @throws when they are written in a way that this cannot read */
function actionsOf(file: string): string[] {
	const declared = exportsOf(parse(file)).get('actions');
	if (declared === undefined) return [];
	const object = unwrap(declared);
	if (object === null || !ts.isObjectLiteralExpression(object)) {
		throw new Error(`${file}: write the actions as one object literal, so that the matrix can list them`);
	}
	return object.properties.map((property) => {
		const name = property.name;
		if (name === undefined || (!ts.isIdentifier(name) && !ts.isStringLiteral(name))) {
			throw new Error(`${file}: an action whose name cannot be read`);
		}
		return name.text;
	});
}

function methodsOf(file: string): string[] {
	return [...exportsOf(parse(file)).keys()].filter((name) => METHODS.has(name));
}

function unwrap(expression: ts.Expression | null): ts.Expression | null {
	if (expression === null) return null;
	return ts.isSatisfiesExpression(expression) || ts.isAsExpression(expression)
		? unwrap(expression.expression)
		: expression;
}

/** Exported names with what they are set to; `export … from` and `export { … }` are refused. */
function exportsOf(source: ts.SourceFile | null): Map<string, ts.Expression | null> {
	const exported = new Map<string, ts.Expression | null>();
	for (const statement of source?.statements ?? []) {
		if (ts.isExportDeclaration(statement)) {
			throw new Error(`${source?.fileName}: export by declaration, so that the matrix can list it`);
		}
		const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
		if (modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) !== true) continue;
		if (ts.isVariableStatement(statement)) {
			for (const { name, initializer } of statement.declarationList.declarations) {
				exported.set(name.getText(), initializer ?? null);
			}
		} else if (ts.isFunctionDeclaration(statement) && statement.name !== undefined) {
			exported.set(statement.name.text, null);
		}
	}
	return exported;
}
