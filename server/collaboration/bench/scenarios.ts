import type { Scenario } from './scenario.ts';
import { cursors } from './scenarios/cursors.ts';
import { killing } from './scenarios/killing.ts';
import { latency } from './scenarios/latency.ts';
import { manyDocuments } from './scenarios/many-documents.ts';
import { oneDocument } from './scenarios/one-document.ts';
import { openers } from './scenarios/openers.ts';
import { comingBack } from './scenarios/return.ts';
import { throughput } from './scenarios/throughput.ts';

export const SCENARIOS: readonly Scenario[] = [
	throughput,
	oneDocument,
	latency,
	cursors,
	openers,
	manyDocuments,
	comingBack,
	killing,
];
