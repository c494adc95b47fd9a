import { SEEKER_NAMES, type SeekerName } from './seekers.ts';

export interface Stream {
	seeker: SeekerName;
	status: number;
	/** Everything that was heard, once the server has closed it. */
	whole: Promise<string>;
	/** Resolves once this has been heard. */
	until(words: string): Promise<void>;
}

/** Everybody listens to what changes in the registries of a département. */
export async function listenAll(
	origin: string,
	departmentCode: string,
	cookies: ReadonlyMap<SeekerName, string | null>,
): Promise<Stream[]> {
	return Promise.all(
		SEEKER_NAMES.map(async (seeker) => {
			const cookie = cookies.get(seeker) ?? null;
			const response = await fetch(`${origin}/api/departements/${departmentCode}/flux`, {
				headers: { accept: 'text/event-stream', ...(cookie === null ? {} : { cookie }) },
			});
			return { seeker, status: response.status, ...gathered(response) };
		}),
	);
}

function gathered(response: Response): Pick<Stream, 'whole' | 'until'> {
	let heard = '';
	const waiting = new Set<() => void>();
	const read = async (): Promise<string> => {
		const decoder = new TextDecoder();
		try {
			for await (const chunk of response.body ?? []) {
				heard += decoder.decode(chunk as Uint8Array, { stream: true });
				for (const look of [...waiting]) look();
			}
		} catch {
			// A server that stops cuts the lines that are left.
		}
		return heard;
	};
	return {
		whole: read(),
		until: (words) =>
			new Promise((resolve) => {
				const look = (): void => {
					if (!heard.includes(words)) return;
					waiting.delete(look);
					resolve();
				};
				waiting.add(look);
				look();
			}),
	};
}
