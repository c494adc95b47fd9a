/**
 * What axe has found of texts, so that it does not find the same again. The contrast of a text is made of its own look and of everything
 * painted under it: of two texts with the same look, each on the same pile of ancestors and on nothing else, one judged in order is enough.
 * A text in doubt is judged each time: one that another box touches, or that leaves a painted box it belongs to.
 */
export interface JudgedTexts {
	/** Marks of the texts in order, here and on pages before. */
	known: Set<string>;
	/** Looks at the page as it stands now. */
	look(): void;
}

/**
 * Evaluated in a page, where axe is already: its contrast rule leaves out what is known, judges the first of those that are alike, and
 * learns from it. Those like one that is not found in order are judged each by itself.
 */
export function rememberTexts(): void {
	type Judge = (this: unknown, node: Element, ...rest: unknown[]) => boolean | undefined;
	interface Box {
		left: number;
		top: number;
		right: number;
		bottom: number;
	}
	interface Axe {
		_audit: { rules: { id: string; matches: Judge }[]; checks: Record<string, { evaluate: Judge }> };
		commons: { dom: { isVisibleOnScreen(node: Element): boolean } };
	}
	const LOOK = [
		...['color', '-webkit-text-fill-color', 'font-size', 'font-weight', 'text-shadow'],
		...['-webkit-text-stroke-width', '-webkit-text-stroke-color'],
	];
	const GROUND = ['background-color', 'background-image', 'opacity', 'mix-blend-mode', 'filter'];
	const BLANK = 'rgba(0, 0, 0, 0)';
	const PICTURES = new Set(['IMG', 'svg', 'CANVAS', 'VIDEO']);
	const axe = Reflect.get(window, 'axe') as Axe;
	const rule = axe._audit.rules.find(({ id }) => id === 'color-contrast');
	const check = axe._audit.checks['color-contrast'];
	if (rule === undefined || check === undefined) throw new Error('axe has no rule of contrast');

	const { matches } = rule;
	const { evaluate } = check;
	const known = new Set<string>();
	/** Of the page as it stands: boxes that are painted, marks, and what is being judged. */
	let painted = new Map<Element, Box>();
	let grounds = new Map<Element, string>();
	let marks = new Map<Element, string | null>();
	let begun = new Set<string>();
	let unasked = new Set<Element>();

	/** Short, whatever the depth: 64 bits of everything from the root down. */
	const shortened = (words: string): string => {
		let [high, low] = [0xdeadbeef, 0x41c6ce57];
		for (let index = 0; index < words.length; index += 1) {
			high = Math.imul(high ^ words.charCodeAt(index), 2654435761);
			low = Math.imul(low ^ words.charCodeAt(index), 1597334677);
		}
		return (high >>> 0).toString(36) + (low >>> 0).toString(36);
	};
	const valuesOf = (element: Element, names: readonly string[]): string => {
		const style = getComputedStyle(element);
		return names.map((name) => style.getPropertyValue(name)).join(' ');
	};
	const groundOf = (element: Element): string => {
		const before = grounds.get(element);
		if (before !== undefined) return before;
		const under = element.parentElement === null ? '' : groundOf(element.parentElement);
		const ground = shortened(`${under} ${valuesOf(element, GROUND)}`);
		grounds.set(element, ground);
		return ground;
	};

	const isField = (element: Element): boolean => element.matches('input, select, textarea');
	const ownTexts = (element: Element): ChildNode[] =>
		[...element.childNodes].filter((child) => child.nodeType === 3 && child.nodeValue?.trim() !== '');
	const boxOf = ({ left, top, right, bottom }: DOMRect): Box => ({ left, top, right, bottom });
	const boxesOf = (element: Element): Box[] => {
		if (isField(element)) return [boxOf(element.getBoundingClientRect())];
		const range = document.createRange();
		return ownTexts(element).flatMap((text) => {
			range.selectNodeContents(text);
			return [...range.getClientRects()].map(boxOf);
		});
	};
	const meets = (a: Box, b: Box): boolean =>
		a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
	const holds = (a: Box, b: Box): boolean =>
		a.left <= b.left && a.right >= b.right && a.top <= b.top && a.bottom >= b.bottom;
	const standsOnItsAncestors = (element: Element): boolean => {
		const boxes = boxesOf(element);
		for (const [under, box] of painted) {
			const isMet = boxes.some((one) => meets(box, one));
			if (isMet && !under.contains(element)) return false;
		}
		for (let under: Element | null = element; under !== null; under = under.parentElement) {
			const box = painted.get(under);
			if (box !== undefined && !boxes.every((one) => holds(box, one))) return false;
		}
		return true;
	};
	/** The same for texts of the same contrast; none for a text in doubt. */
	const markOf = (element: Element): string | null => {
		const before = marks.get(element);
		if (before !== undefined) return before;
		const mark = standsOnItsAncestors(element)
			? shortened(`${groundOf(element)} ${valuesOf(element, LOOK)}`)
			: null;
		marks.set(element, mark);
		return mark;
	};

	rule.matches = function (node, virtual, context) {
		// Axe finds this out too, after longer.
		if (!isField(node) && ownTexts(node).length === 0) return false;
		const mark = markOf(node);
		if (mark !== null && known.has(mark)) return false;
		if (mark !== null && begun.has(mark)) return unasked.add(node).has(node);
		const isJudged = matches.call(this, node, virtual, context);
		if (isJudged === true && mark !== null) begun.add(mark);
		return isJudged;
	};
	check.evaluate = function (node, options, virtual, context) {
		const mark = markOf(node);
		if (mark !== null && known.has(mark)) return true;
		if (unasked.has(node) && matches.call(rule, node, virtual, context) !== true) return true;
		const found = evaluate.call(this, node, options, virtual, context);
		if (found === true && mark !== null && axe.commons.dom.isVisibleOnScreen(node)) known.add(mark);
		return found;
	};
	const isPainted = (element: Element): boolean => {
		const style = getComputedStyle(element);
		if (style.visibility !== 'visible') return false;
		return (
			style.backgroundColor !== BLANK || style.backgroundImage !== 'none' || PICTURES.has(element.tagName)
		);
	};
	const look = (): void => {
		const elements = [...document.body.querySelectorAll('*')].filter(isPainted);
		painted = new Map(elements.map((element) => [element, boxOf(element.getBoundingClientRect())]));
		[grounds, marks, begun, unasked] = [new Map(), new Map(), new Set(), new Set()];
	};
	Reflect.set(window, 'judgedTexts', { known, look });
}
