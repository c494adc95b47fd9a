import { parseAst } from 'vite';

/**
 * What libraries bring along and no page of ours runs. The bundler leaves out what nobody names; it cannot leave out a method of a
 * class, or a command that is one of an object of seventy. Each name here is looked for when a build is made: a version of the
 * library that no longer has it stops the build, and nothing is left out in silence.
 */
export interface LeftOut {
	/** Bodies of functions and methods, by name: what stands there instead. */
	bodies?: Readonly<Record<string, string>>;
	/** What is made when the module is read, by name: what stands there instead. */
	values?: Readonly<Record<string, string>>;
	/** The statements of a function or method that say one of these words. */
	statements?: Readonly<Record<string, readonly string[]>>;
	/** Of an object given to the first call in the value of this name, the properties that stay. */
	properties?: Readonly<Record<string, readonly string[]>>;
}

interface Cut {
	start: number;
	end: number;
	text: string;
}

/** The code of a module without what is named; throws when it has no such name. */
export function leaveOut(
	code: string,
	{ bodies = {}, values = {}, statements = {}, properties = {} }: LeftOut,
): string {
	const named = namesOf(parseAst(code) as unknown as Branch);
	const find = (name: string): Branch => {
		const found = named.get(name);
		if (found === undefined) throw new Error(`Nothing is called ${name} any more: see vite.unused.ts`);
		return found;
	};
	const cuts: Cut[] = [];
	for (const [name, text] of Object.entries(values)) cuts.push({ ...spanOf(find(name)), text });
	for (const [name, text] of Object.entries(bodies)) {
		cuts.push({ ...spanOf(bodyOf(find(name))), text: `{${text}}` });
	}
	for (const [name, words] of Object.entries(statements)) {
		for (const word of words) {
			const said = smallestStatements(find(name), code, word);
			if (said.length === 0) throw new Error(`${name} does not say ${word} any more: see vite.unused.ts`);
			cuts.push(...said.map((one) => ({ ...spanOf(one), text: '' })));
		}
	}
	for (const [name, kept] of Object.entries(properties))
		cuts.push(...droppedProperties(find(name), name, kept));
	return cutOut(code, cuts);
}

/** From the end to the beginning; a cut within another is part of it. */
function cutOut(code: string, cuts: readonly Cut[]): string {
	const outer = cuts.filter(
		(cut) => !cuts.some((other) => other !== cut && other.start <= cut.start && cut.end <= other.end),
	);
	return outer
		.toSorted((one, other) => other.start - one.start)
		.reduce((text, cut) => text.slice(0, cut.start) + cut.text + text.slice(cut.end), code);
}

/** A node of the syntax tree, as far as it is read here. */
type Branch = { type: string; start: number; end: number } & Record<string, unknown>;

function isBranch(value: unknown): value is Branch {
	return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

function branchesOf(branch: Branch): Branch[] {
	return Object.values(branch).flat().filter(isBranch);
}

function spanOf({ start, end }: Branch): { start: number; end: number } {
	return { start, end };
}

/** What a module defines: `name`, and `Class.member` for what a class has. */
function namesOf(program: Branch): Map<string, Branch> {
	const named = new Map<string, Branch>();
	const add = (name: unknown, value: unknown): void => {
		if (typeof name !== 'string' || !isBranch(value)) return;
		named.set(name, value);
		if (value.type !== 'ClassExpression' && value.type !== 'ClassDeclaration') return;
		for (const member of isBranch(value.body) ? branchesOf(value.body) : []) {
			if (isBranch(member.key)) named.set(`${name}.${String(member.key.name)}`, member);
		}
	};
	for (const statement of branchesOf(program)) {
		if (statement.type === 'VariableDeclaration') {
			for (const one of branchesOf(statement)) if (isBranch(one.id)) add(one.id.name, one.init);
		} else if (isBranch(statement.id)) add(statement.id.name, statement);
	}
	return named;
}

function bodyOf(branch: Branch): Branch {
	const inner = isBranch(branch.value) ? branch.value : branch;
	if (isBranch(inner.body) && inner.body.type === 'BlockStatement') return inner.body;
	throw new Error(`No body to leave out at ${branch.start}: see vite.unused.ts`);
}

/** The statements of a block, however deep, that say a word and hold no block in which it is said again. */
function smallestStatements(branch: Branch, code: string, word: string): Branch[] {
	return branchesOf(branch).flatMap((child) => {
		if (!code.slice(child.start, child.end).includes(word)) return [];
		const deeper = smallestStatements(child, code, word);
		const isStatement = branch.type === 'BlockStatement';
		if (!isStatement) return deeper;
		const isSaidOutside = deeper.every((one) => !code.slice(one.start, one.end).includes(word));
		return deeper.length === 0 || isSaidOutside || isTested(child, code, word) ? [child] : deeper;
	});
}

/** Whether an `if` asks about the word: nothing of it then stays. */
function isTested(statement: Branch, code: string, word: string): boolean {
	const { test } = statement;
	return isBranch(test) && code.slice(test.start, test.end).includes(word);
}

function droppedProperties(value: Branch, name: string, kept: readonly string[]): Cut[] {
	const object = isBranch(value)
		? branchesOf(value).find(({ type }) => type === 'ObjectExpression')
		: undefined;
	const all = object === undefined ? [] : branchesOf(object);
	const nameOf = ({ key }: Branch): string => (isBranch(key) ? String(key.name) : '');
	const missing = kept.filter((one) => !all.some((property) => nameOf(property) === one));
	if (missing.length > 0) throw new Error(`${name} has no ${missing.join(', ')}: see vite.unused.ts`);
	// With the comma after it: the last one stays, or the object ends as it did.
	return all.flatMap((property, index) =>
		kept.includes(nameOf(property))
			? []
			: [{ start: property.start, end: all[index + 1]?.start ?? property.end, text: '' }],
	);
}
