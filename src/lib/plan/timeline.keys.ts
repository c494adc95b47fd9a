import type { BarPart } from './timeline.rules.ts';

/** What a key means on the timeline. */
export type TimelineKey =
	| { kind: 'line'; by: 1 | -1 }
	| { kind: 'take' | 'drop' | 'cancel' | 'leave' }
	| { kind: 'step'; part: BarPart; days: number };

const WEEK = 7;
const MONTH = 30;

const DAYS: Record<string, number> = {
	ArrowLeft: -WEEK,
	ArrowRight: WEEK,
	PageUp: -MONTH,
	PageDown: MONTH,
};

type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>;

/** @param held whether a bar is in hand; @returns null for a key that keeps its own meaning */
export function keyOfTimeline(pressed: Pressed, held: boolean): TimelineKey | null {
	const { key, altKey, metaKey } = pressed;
	if (altKey || metaKey) return null;
	if (held) return heldKey(pressed);
	if (key === ' ') return { kind: 'take' };
	if (pressed.ctrlKey || pressed.shiftKey) return null;
	if (key === 'ArrowUp') return { kind: 'line', by: -1 };
	if (key === 'ArrowDown') return { kind: 'line', by: 1 };
	return null;
}

function heldKey({ key, shiftKey, ctrlKey }: Pressed): TimelineKey | null {
	const days = DAYS[key];
	if (days !== undefined) return { kind: 'step', part: shiftKey ? 'due' : ctrlKey ? 'start' : 'both', days };
	if (key === ' ' || key === 'Enter') return { kind: 'drop' };
	if (key === 'Escape') return { kind: 'cancel' };
	return key === 'Tab' ? { kind: 'leave' } : null;
}
