import { globSync, readFileSync } from 'node:fs';
import { parse } from 'svelte/compiler';
import { parseSync } from 'vite';
import { describe, expect, test } from 'vitest';
import { drawSheet, iconsAskedFor } from '../../vite.icons.ts';
import { EDITOR_COMMANDS, lighterEditor } from '../../vite.unused.ts';

const CORE = readFileSync('node_modules/@tiptap/core/dist/index.js', 'utf8');

/** What a chain of commands has beside commands. */
const OF_THE_CHAIN = ['run'];

interface Branch extends Record<string, unknown> {
	type: string;
}

function isBranch(value: unknown): value is Branch {
	return (
		typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
	);
}

function branchesOf(branch: Branch): Branch[] {
	return Object.values(branch).flat().filter(isBranch);
}

function everyBranch(branch: Branch): Branch[] {
	return [branch, ...branchesOf(branch).flatMap(everyBranch)];
}

function parseFile(name: string, code: string): Branch {
	const tree = name.endsWith('.svelte')
		? parse(code, { modern: true, filename: name })
		: parseSync(name, code).program;
	return tree as unknown as Branch;
}

/** The name of what is called or read on something: `b` in `a.b`. */
function memberName({ type, property }: Branch): string | null {
	return type === 'MemberExpression' && isBranch(property) && typeof property.name === 'string'
		? property.name
		: null;
}

/** Whether commands are called on it: `editor.commands`, `editor.chain()`, `inText(editor)`, or a chain that has begun. */
function holdsCommands(branch: Branch): boolean {
	if (branch.type === 'Identifier') return branch.name === 'commands' || branch.name === 'chain';
	if (branch.type === 'MemberExpression') return memberName(branch) === 'commands';
	if (branch.type !== 'CallExpression' || !isBranch(branch.callee)) return false;
	const { callee } = branch;
	if (callee.type === 'Identifier') return ['inText', 'chain', 'can'].includes(String(callee.name));
	const name = memberName(callee);
	if (name === 'chain' || name === 'can') return true;
	return isBranch(callee.object) && holdsCommands(callee.object);
}

function commandsCalledIn(tree: Branch): string[] {
	return everyBranch(tree).flatMap(({ type, callee }) => {
		if (type !== 'CallExpression' || !isBranch(callee) || !isBranch(callee.object)) return [];
		const name = memberName(callee);
		return name !== null && holdsCommands(callee.object) && !OF_THE_CHAIN.includes(name) ? [name] : [];
	});
}

/** The commands that our own extensions bring: what their `addCommands` gives back. */
function commandsMadeIn(tree: Branch): string[] {
	const makers = everyBranch(tree).filter(
		({ type, key }) => type === 'Property' && isBranch(key) && key.name === 'addCommands',
	);
	const objects = makers.flatMap(everyBranch).filter(({ type }) => type === 'ObjectExpression');
	return objects.flatMap(branchesOf).flatMap(({ key }) => (isBranch(key) ? [String(key.name)] : []));
}

describe('the editor’s library, without what no page runs', () => {
	const files = globSync('src/lib/**/*.{ts,svelte}').filter((name) => !name.endsWith('.test.ts'));
	const trees = files
		.map((name) => ({ name, code: readFileSync(name, 'utf8') }))
		.filter(({ code }) => code.includes('@tiptap/core'))
		.map(({ name, code }) => parseFile(name, code));
	const kept: readonly string[] = EDITOR_COMMANDS;

	test('holds each command that the program calls', () => {
		const known = [...kept, ...trees.flatMap(commandsMadeIn)];
		const called = new Set(trees.flatMap(commandsCalledIn));
		expect(called.size).toBeGreaterThan(20);
		expect([...called].filter((name) => !known.includes(name))).toEqual([]);
	});

	test('holds each command that what remains of it calls', () => {
		const program = parseFile('core.js', lighterEditor(CORE));
		const all = Object.keys(commandsOf(CORE));
		const dropped = all.filter((name) => !kept.includes(name));
		expect(dropped.length).toBeGreaterThan(10);
		const remains = branchesOf(program).filter((statement) => {
			const [declared] = branchesOf(statement);
			return !(
				statement.type === 'VariableDeclaration' && dropped.includes(String((declared?.id as Branch)?.name))
			);
		});
		const called = new Set(remains.flatMap(commandsCalledIn));
		expect(called.size).toBeGreaterThan(20);
		expect([...called].filter((name) => dropped.includes(name))).toEqual([]);
	});

	test('is a third smaller, and a version with other names is not cut at all', () => {
		const lighter = lighterEditor(CORE);
		expect(Object.keys(commandsOf(lighter)).sort()).toEqual([...kept].sort());
		expect(() => lighterEditor(CORE.replaceAll('createDoc(', 'makeDoc('))).toThrow('Editor.createDoc');
		expect(() => lighterEditor(CORE.replaceAll('isCapturingTransaction', 'capturing'))).toThrow(
			'dispatchTransaction',
		);
		expect(() => lighterEditor(CORE.replace('toggleMark: () =>', 'switchMark: () =>'))).toThrow('toggleMark');
	});
});

/** The object of all commands, as its module writes it. */
function commandsOf(code: string): Record<string, true> {
	const written = /commands_exports = \/\* @__PURE__ \*\/ __exportAll\(\{([^}]*)\}/.exec(code)?.[1] ?? '';
	return Object.fromEntries([...written.matchAll(/(\w+): \(\) =>/g)].map(([, name]) => [name ?? '', true]));
}

describe('the sheet of icons', () => {
	test('has each icon that the program asks for, once, and nothing that runs', () => {
		const asked = iconsAskedFor();
		expect(asked.length).toBeGreaterThan(50);
		const sheet = drawSheet(asked);
		const drawn = [...sheet.matchAll(/<symbol id="([^"]+)"/g)].map(([, id]) => id);
		expect(drawn).toEqual(asked);
		expect(new Set(drawn).size).toBe(drawn.length);
		expect(sheet).not.toMatch(/<script|\son\w+=|href/i);
		const tags = new Set([...sheet.matchAll(/<([a-z]+)/g)].map(([, tag]) => tag));
		expect([...tags].sort()).toEqual(expect.arrayContaining(['path', 'svg', 'symbol']));
	});
});
