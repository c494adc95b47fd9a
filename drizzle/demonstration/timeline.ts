import type { Stage } from './stage.ts';

/** One thing that happened, at an instant of the past. */
export interface Step {
	at: Date;
	play(): Promise<void>;
}

/** Plays every step at its instant, the earliest first; steps of the same instant keep their order. */
export async function playTimeline(stage: Stage, steps: readonly Step[]): Promise<void> {
	const inOrder = steps.toSorted((left, right) => left.at.getTime() - right.at.getTime());
	for (const step of inOrder) {
		stage.moveTo(step.at);
		await step.play();
	}
}
