/** How long an answer waits for its file before its headers leave without it, in milliseconds. */
const PATIENCE_MS = 1_500;

/**
 * The answer that carries a file. A long one begins before its file is ready: the browser's own list of downloads then shows
 * it, and whoever asked may leave the page. What fails in time is thrown, to be told as errors are.
 */
export async function fileResponse(file: {
	name: string;
	mediaType: string;
	bytes: Promise<Uint8Array>;
}): Promise<Response> {
	const headers = headersOf(file);
	const quick = await soonOrNull(file.bytes);
	if (quick !== null) return new Response(Uint8Array.from(quick), { headers });
	const body = new ReadableStream<Uint8Array>({
		async start(controller) {
			try {
				controller.enqueue(await file.bytes);
				controller.close();
			} catch (error) {
				controller.error(error);
			}
		},
	});
	return new Response(body, { headers });
}

/** The answer that carries a file which is there, part by part as it is read. */
export function readyFileResponse(file: {
	name: string;
	mediaType: string;
	parts: AsyncIterable<Uint8Array>;
}): Response {
	const parts = file.parts[Symbol.asyncIterator]();
	const body = new ReadableStream<Uint8Array>({
		async pull(controller) {
			const { done, value } = await parts.next();
			if (done === true) controller.close();
			else controller.enqueue(value);
		},
		async cancel() {
			await parts.return?.();
		},
	});
	return new Response(body, { headers: headersOf(file) });
}

function headersOf({ name, mediaType }: { name: string; mediaType: string }): Record<string, string> {
	return {
		'content-type': mediaType,
		'content-disposition': `attachment; filename="${name}"`,
		'cache-control': 'private, no-store',
		// Opened in a tab all the same, it would run nothing and fetch nothing.
		'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
	};
}

async function soonOrNull(bytes: Promise<Uint8Array>): Promise<Uint8Array | null> {
	let timer: NodeJS.Timeout | undefined;
	const later = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), PATIENCE_MS)));
	try {
		return await Promise.race([bytes, later]);
	} finally {
		clearTimeout(timer);
	}
}

/** A picture that never changes, kept by the browser of whoever has seen it, and by nobody between. */
export function imageResponse(image: { bytes: Uint8Array; type: string; sha256: string }): Response {
	return new Response(Uint8Array.from(image.bytes), {
		headers: {
			'content-type': image.type,
			'content-disposition': 'inline',
			'cache-control': 'private, max-age=31536000, immutable',
			etag: `"${image.sha256}"`,
			'x-content-type-options': 'nosniff',
			'content-security-policy': "default-src 'none'; sandbox",
		},
	});
}
