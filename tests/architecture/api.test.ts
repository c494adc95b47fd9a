import { globSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { describeApi } from '#lib/server/api/openapi.ts';
import { API_OPERATIONS } from '#lib/server/api/registry.ts';

const FOLDER = 'src/routes/api';
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

const files = globSync(`${FOLDER}/**/+server.ts`).map((file) => file.split(sep).join('/'));

/** `/api/departements/{code}` of `src/routes/api/departements/[code]/+server.ts`. */
const pathOf = (file: string): string =>
	file
		.replace(/^src\/routes/, '')
		.replace(/\/\+server\.ts$/, '')
		.replaceAll(/\[([^\]=]+)(?:=[^\]]+)?\]/g, '{$1}');

const loadRoute = (file: string) =>
	import(/* @vite-ignore */ pathToFileURL(resolve(file)).href) as Promise<Record<string, unknown>>;

describe('the outside interface', () => {
	test('has endpoints', () => expect(files.length).toBeGreaterThan(2));

	test('every endpoint is in the registry, and every operation has its endpoint', async () => {
		const found: string[] = [];
		for (const file of files) {
			const exported = await loadRoute(file);
			for (const method of METHODS) if (method in exported) found.push(`${method} ${pathOf(file)}`);
		}
		const declared = API_OPERATIONS.map(({ method, path }) => `${method} ${path}`);
		expect(found.sort()).toEqual(declared.sort());
	});

	test('every endpoint answers a method that it has not with a problem', async () => {
		for (const file of files) expect(await loadRoute(file), file).toHaveProperty('fallback');
	});

	test('operations have names of their own, and strict bodies', () => {
		expect(new Set(API_OPERATIONS.map(({ id }) => id)).size).toBe(API_OPERATIONS.length);
		for (const { body, method } of API_OPERATIONS) {
			if (method === 'GET' || method === 'DELETE') expect(body).toBeNull();
			else
				expect(body?.safeParse({ unknown: true }).error?.issues).toContainEqual(
					expect.objectContaining({ code: 'unrecognized_keys' }),
				);
		}
	});
});

describe('its description', () => {
	const described = describeApi(API_OPERATIONS, {
		version: '1',
		origin: 'http://localhost',
		cookieName: 'session',
	}) as {
		openapi: string;
		paths: Record<string, Record<string, { parameters: { name: string; in: string }[] }>>;
	};

	test('is OpenAPI 3.1, with each operation and each parameter of its path', () => {
		expect(described.openapi).toBe('3.1.0');
		for (const { path, method } of API_OPERATIONS) {
			const operation = described.paths[path]?.[method.toLowerCase()];
			const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map((found) => found[1]);
			expect(operation?.parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(
				inPath,
			);
		}
	});

	test('is JSON, and refers to nothing that is not in it', () => {
		const text = JSON.stringify(described);
		for (const [, pointer = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
			let place: unknown = described;
			for (const key of pointer.split('/')) place = (place as Record<string, unknown>)[key];
			expect(place, pointer).toBeDefined();
		}
	});
});
