import { cpuOf, type Scenario } from '../scenario.ts';
import { BASELINE } from '../targets.ts';

const DOCUMENTS = 1_000;
const PEOPLE_EACH = 2;
const WARM_UP_DOCUMENTS = 150;

export const manyDocuments: Scenario = {
	name: 'many-documents',
	what: `${DOCUMENTS} documents, ${PEOPLE_EACH} people each, fifty handshakes at a time: each has the document and says where they are (ours: each is authorized by session, grants and document). Memory after a full collection, less what it was before.`,
	goals: [
		{ label: 'Node CPU', figure: 'cpu', unit: 'ms', against: BASELINE, atMost: 1 },
		{ label: 'memory per open document', figure: 'rss', unit: 'KiB', against: BASELINE, atMost: 1 },
	],
	async measure({ running, load }) {
		const entering = { together: true, presence: true, knows: false, cut: false };
		const enter = async (documents: string[]) => {
			const seats = running.seats(documents, documents.length * PEOPLE_EACH);
			return load.open('entering', { server: running.server, seats });
		};
		const warmUp = await enter(await running.documents(WARM_UP_DOCUMENTS));
		await warmUp.run(entering);
		await warmUp.close();
		const job = await enter(await running.documents(DOCUMENTS));
		const before = await running.usage({ collect: true });
		const { node, both } = await cpuOf(running, () => job.run(entering));
		const after = await running.usage({ collect: true });
		await job.close();
		return {
			cpu: node / 1000,
			both: both / 1000,
			rss: (after.rss - before.rss) / DOCUMENTS / 1024,
			heap: (after.heap - before.heap) / DOCUMENTS / 1024,
		};
	},
};
