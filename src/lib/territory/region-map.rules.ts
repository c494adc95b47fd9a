/** The outline of a département, an SVG path of relative moves on one map of the country. */
export interface Outline {
	code: string;
	path: string;
}

interface Point {
	x: number;
	y: number;
}

interface Box extends Point {
	width: number;
	height: number;
}

/** A département as it is drawn. */
export interface MapShape {
	code: string;
	path: string;
	/** Where its figure stands, in the units of the drawing; null where it has no room for one. */
	label: Point | null;
}

/** The drawing of a region, whose longer side is `SIDE` units. */
export interface RegionMap {
	width: number;
	height: number;
	/** What brings the paths to the drawing. */
	transform: string;
	shapes: MapShape[];
	/** Those whose figure is told beside: too small for it, or without an outline. */
	apart: string[];
}

const SIDE = 520;
/** The room that a figure and a name of two lines take. */
const LABEL = { width: 62, height: 50 };

/** The départements of a region drawn together as large as the drawing allows, in the order of `codes`. */
export function regionMap(codes: readonly string[], outlines: readonly Outline[]): RegionMap {
	const drawn = codes.flatMap((code) => outlines.find((one) => one.code === code) ?? []);
	const parts = new Map(drawn.map(({ code, path }) => [code, ringsOf(path)]));
	const whole = boxOf([...parts.values()].flat(2));
	const scale = SIDE / Math.max(whole.width, whole.height, 1);
	const toDrawing = ({ x, y }: Point): Point => ({ x: (x - whole.x) * scale, y: (y - whole.y) * scale });
	const shapes = drawn.map(({ code, path }) => {
		const main = largest((parts.get(code) ?? []).map((ring) => ring.map(toDrawing)));
		const { width, height } = boxOf(main);
		const hasRoom = width >= LABEL.width && height >= LABEL.height;
		return { code, path, label: hasRoom ? middleOf(main) : null };
	});
	const told = new Set(shapes.flatMap(({ code, label }) => (label === null ? [] : [code])));
	return {
		width: whole.width * scale,
		height: whole.height * scale,
		transform: `scale(${scale}) translate(${-whole.x} ${-whole.y})`,
		shapes,
		apart: codes.filter((code) => !told.has(code)),
	};
}

/** The rings of a path that has only relative moves (`m`) and ends of rings (`z`). */
function ringsOf(path: string): Point[][] {
	const rings: Point[][] = [];
	let start: Point = { x: 0, y: 0 };
	for (const ring of path.split(/z/i)) {
		const numbers = (ring.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);
		const points: Point[] = [];
		let at = start;
		for (let index = 0; index + 1 < numbers.length; index += 2) {
			at = { x: at.x + (numbers[index] ?? 0), y: at.y + (numbers[index + 1] ?? 0) };
			points.push(at);
		}
		const [first] = points;
		if (first === undefined) continue;
		// After the end of a ring the pen is where the ring began.
		start = first;
		rings.push(points);
	}
	return rings;
}

function boxOf(points: readonly Point[]): Box {
	if (points.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
	const xs = points.map(({ x }) => x);
	const ys = points.map(({ y }) => y);
	const [x, y] = [Math.min(...xs), Math.min(...ys)];
	return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

function largest(rings: readonly Point[][]): Point[] {
	return rings.toSorted((one, other) => Math.abs(areaOf(other)) - Math.abs(areaOf(one)))[0] ?? [];
}

/** Signed by the sense of the ring. */
function areaOf(ring: readonly Point[]): number {
	return ring.reduce((sum, point, index) => sum + crossed(point, nextOf(ring, index)), 0) / 2;
}

const crossed = (one: Point, other: Point): number => one.x * other.y - other.x * one.y;
const nextOf = (ring: readonly Point[], index: number): Point =>
	ring[(index + 1) % ring.length] ?? { x: 0, y: 0 };

/** The centre of gravity of a ring. */
function middleOf(ring: readonly Point[]): Point {
	const sum = { x: 0, y: 0 };
	ring.forEach((point, index) => {
		const next = nextOf(ring, index);
		const weight = crossed(point, next);
		sum.x += (point.x + next.x) * weight;
		sum.y += (point.y + next.y) * weight;
	});
	const area = areaOf(ring);
	return { x: sum.x / (6 * area), y: sum.y / (6 * area) };
}
