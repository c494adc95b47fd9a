import { join } from 'node:path';
import { Child } from './children.ts';
import type { JobOptions } from './load/jobs.ts';
import type { JobName, Jobs } from './load/process.ts';

type JobOf<Name extends JobName> = Awaited<ReturnType<Jobs[Name]>>;
type RunOf<Name extends JobName> = Parameters<JobOf<Name>['run']>[0];
type ResultOf<Name extends JobName> = Awaited<ReturnType<JobOf<Name>['run']>>;

/** The load generator, seen from the process that measures. */
export class LoadClient {
	readonly #child = Child.start(join(import.meta.dirname, 'load/process.ts'), {});

	/** Sets a job up: everybody connects, and has the document where the job says so. */
	async open<Name extends JobName>(
		job: Name,
		options: JobOptions,
	): Promise<{ run(options: RunOf<Name>): Promise<ResultOf<Name>>; close(): Promise<void> }> {
		await this.#child.ask({ do: 'open', job, options });
		return {
			run: (order) => this.#child.ask<ResultOf<Name>>({ do: 'run', options: order }),
			close: async () => void (await this.#child.ask({ do: 'close' })),
		};
	}

	async stop(): Promise<void> {
		await this.#child.kill();
	}
}
