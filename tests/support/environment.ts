/** The environment for a process of the tests: without the colour switches of the test runner, about which Node would speak. */
export function childEnvironment(extra: Record<string, string>): NodeJS.ProcessEnv {
	const environment = { ...process.env };
	delete environment.FORCE_COLOR;
	delete environment.NO_COLOR;
	return { ...environment, ...extra };
}
