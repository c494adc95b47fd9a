import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { boundaries } from './tests/architecture/boundaries.js';
import svelteConfig from './svelte.config.js';

const bareForm = {
	selector: "CallExpression[callee.property.name='formData']",
	message:
		'`readFormData`, or `submit(request, …)`: a form that does not read is a mistake of whoever sent it, not a fault of ours.',
};

/** Code that is refused wherever it stands, and why. */
const syntax = [
	{
		selector: "CallExpression[callee.property.name='execute'][callee.object.name=/^(db|tx|transaction)$/]",
		message: 'Never `execute`: the shape of its result differs between the two drivers.',
	},
	{
		selector: "MemberExpression[object.name='sql'][property.name='raw']",
		message: 'Never `sql.raw`: values are bound, names are columns.',
	},
	{
		selector: "CallExpression[callee.property.name='for'][arguments.0.value='update']",
		message:
			"`for('no key update')`: `for('update')` also holds up whoever writes a row that refers to the locked one, and two that wait so for each other never end.",
	},
	bareForm,
	{ selector: 'TSEnumDeclaration', message: 'Erasable syntax only: use a union of literals.' },
];

export default tseslint.config(
	{
		ignores: [
			'build/',
			'.svelte-kit/',
			'node_modules/',
			'.data/',
			'test-results/',
			'server/collaboration/bench/peers/',
		],
	},
	...tseslint.configs.recommended,
	...svelte.configs.recommended,
	prettier,
	...svelte.configs.prettier,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			'no-undef': 'off',
			'no-console': 'error',
			eqeqeq: 'error',
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
			'svelte/no-navigation-without-resolve': 'off',
			'svelte/no-at-html-tags': 'error',
		},
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: {
			parserOptions: {
				projectService: false,
				extraFileExtensions: ['.svelte'],
				parser: tseslint.parser,
				svelteConfig,
			},
		},
	},
	{
		files: ['src/**/*.svelte'],
		rules: {
			'no-restricted-syntax': [
				'error',
				...syntax,
				{
					selector: "SvelteDirective[kind='Action'][key.name.name='enhance']",
					message: 'A form is sent by `use:sentForm`: a link followed meanwhile then leads where it says.',
				},
				{
					selector: "ImportDeclaration[source.value='$app/forms'] ImportSpecifier[imported.name='enhance']",
					message:
						'A form is sent by `use:sentForm` (`#lib/ui/sent-form.ts`), the one place that knows `enhance`.',
				},
			],
		},
	},
	{ files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
	{
		files: ['src/**/*.ts', 'server/**/*.ts', 'drizzle/**/*.ts'],
		ignores: ['**/*.test.ts'],
		rules: {
			'@typescript-eslint/no-non-null-assertion': 'error',
			'no-restricted-syntax': ['error', ...syntax],
		},
	},
	{
		files: ['src/**/*.ts', 'server/**/*.ts', 'drizzle/**/*.ts'],
		ignores: ['**/*.test.ts', 'src/lib/server/accounts/session.ts', 'src/app.d.ts'],
		rules: {
			'no-restricted-syntax': [
				'error',
				...syntax,
				{
					selector: 'ImportDeclaration[source.value=/^(lucia|@lucia-auth)/]',
					message: 'Lucia is known by session.ts alone, so that one file replaces it.',
				},
			],
		},
	},
	{
		// The one place that asks a request for its form.
		files: ['src/lib/server/context/form-data.ts'],
		rules: { 'no-restricted-syntax': ['error', ...syntax.filter((refused) => refused !== bareForm)] },
	},
	...boundaries,
);
