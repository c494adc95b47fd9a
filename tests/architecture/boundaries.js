/**
 * The import table of the architecture, as lint rules: each place, what it may not import, and why.
 * `no-restricted-imports` is enough, since every import of ours is written `#lib/…`, `#server/…` or relative.
 */

/** Concepts in the order in which they may know each other: later may import earlier, never the reverse. */
const CONCEPTS = [
	'territory',
	'accounts',
	'committee',
	'documents',
	'plan',
	'registries',
	'senior-doctors',
	'interns',
	'protection',
	'indicators',
	'figures',
	'evaluation',
	'home',
];

/** @param {string[]} groups @param {string} message */
const ban = (groups, message) => ({ group: groups, message });

/**
 * @param {string} name @param {string[]} files @param {{group: string[], message: string}[]} patterns
 * @param {string[]} [ignores]
 * @returns {import('eslint').Linter.Config}
 */
const room = (name, files, patterns, ignores = []) => ({
	name,
	files,
	ignores: ['**/*.test.ts', ...ignores],
	rules: { 'no-restricted-imports': ['error', { patterns }] },
});

const KIT = ban(['$app/*', '@sveltejs/kit', '$env/*'], 'Only routes and hooks know the framework.');
const SERVER = ban(
	['**/lib/server/**', '#lib/server/**'],
	'This code reaches the browser: nothing of the server.',
);
const DATABASE = ban(
	['drizzle-orm', 'drizzle-orm/*', '**/*.tables.ts'],
	'Only tables, queries and commands know SQL.',
);
/** Types of an input may be known; what checks it weighs as much as half a page. */
const INPUT = {
	...ban(['**/*.input.ts'], 'Input is checked on the server: zod does not go over the line.'),
	allowTypeImports: true,
};
const POLICIES = ban(['**/policies/**'], 'Rights are asked in queries and commands, and sent as abilities.');

/** For each concept, the ones after it, which it may not know. */
const orderOfConcepts = CONCEPTS.flatMap((concept, index) => {
	const later = CONCEPTS.slice(index + 1);
	if (later.length === 0) return [];
	return {
		concept,
		pattern: ban(
			[...later.flatMap((name) => [`**/${name}/**`, `#lib/${name}/**`, `#lib/server/${name}/**`])],
			`${concept} comes before ${later.join(', ')}: a concept may import earlier ones only.`,
		),
	};
});

const KINDS = [
	{
		kind: 'rules',
		glob: '*.{rules,catalogue,content}.ts',
		patterns: [
			SERVER,
			KIT,
			DATABASE,
			ban(
				['zod', 'svelte', 'svelte/*', 'node:*', 'ws', 'pg', '@electric-sql/pglite', '@redis/client'],
				'Rules are pure: no validation, no interface, no input or output.',
			),
		],
	},
	{ kind: 'input', glob: '*.input.ts', patterns: [SERVER, KIT, DATABASE] },
	{ kind: 'interface', glob: '*.{svelte,svelte.ts}', patterns: [SERVER, DATABASE, POLICIES, INPUT] },
];

const conceptRooms = CONCEPTS.flatMap((concept) => {
	const order = orderOfConcepts.filter((entry) => entry.concept === concept).map((entry) => entry.pattern);
	const shared = KINDS.map(({ kind, glob, patterns }) =>
		room(
			`${concept} ${kind}`,
			[`src/lib/${concept}/${glob}`, `src/lib/${concept}/**/${glob}`],
			[...patterns, ...order],
		),
	);
	const server = room(`${concept} server`, [`src/lib/server/${concept}/**/*.ts`], [KIT, ...order]);
	const queries = room(
		`${concept} queries`,
		[`src/lib/server/${concept}/**/*.queries.ts`],
		[KIT, ban(['**/*.commands.ts'], 'A query never writes.'), ...order],
	);
	const tables = room(
		`${concept} tables`,
		[`src/lib/server/${concept}/**/*.tables.ts`],
		[
			KIT,
			ban(
				['**/*.queries.ts', '**/*.commands.ts', '**/policies/**', '**/context/**'],
				'Tables know tables only.',
			),
			...order,
		],
	);
	return [...shared, server, queries, tables];
});

export const boundaries = [
	...conceptRooms,
	room(
		'ui',
		['src/lib/ui/**'],
		[
			SERVER,
			DATABASE,
			ban(
				CONCEPTS.flatMap((name) => [`#lib/${name}/**`, `../${name}/**`]),
				'The interface kit knows no concept.',
			),
		],
	),
	room('collaboration, both ends', ['src/lib/collaboration/**'], [SERVER, DATABASE, KIT]),
	room(
		'policies',
		['src/lib/server/policies/**'],
		[
			KIT,
			DATABASE,
			ban(
				['node:*', '**/database/**', '**/*.queries.ts', '**/*.commands.ts'],
				'A policy is pure: it is told what it judges.',
			),
		],
	),
	room(
		'routes',
		['src/routes/**'],
		[
			DATABASE,
			POLICIES,
			ban(
				['yjs', '#server/**', '**/server/runtime.ts'],
				'A route parses, asks one query or command, answers.',
			),
		],
	),
	room(
		'co-editing server',
		['server/collaboration/**/*.ts'],
		[DATABASE, POLICIES, KIT, ban(['svelte', '@tiptap/*'], 'The co-editing server carries any content.')],
		['server/collaboration/adapters/**', 'server/collaboration/bench/**'],
	),
	room(
		'entry',
		['server/index.ts', 'server/dev-plugin.ts'],
		[
			ban(
				['#lib/**', '#server/**'],
				'The entry is evaluated in another graph than the pages: it knows the slot only.',
			),
		],
	),
];
