/** Cycle check: `depcruise` reads this. Type-only imports vanish when run and make no cycle. */
module.exports = {
	forbidden: [
		{
			name: 'no-cycle',
			comment: 'Two files that need each other are one: merge them, or move what they share to a third.',
			severity: 'error',
			from: {},
			// A recursive component imports itself: that is how Svelte says it.
			to: { circular: true, via: { pathNot: 'DocumentText[.]svelte$' } },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		// Nobody imports a test: no cycle passes through one.
		exclude: { path: '[.]test[.]ts$' },
		tsConfig: { fileName: 'tsconfig.json' },
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['svelte', 'browser', 'import', 'default'],
		},
	},
};
