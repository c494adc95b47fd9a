import type { Cell } from '#lib/documents/portable.content.ts';

/** A table's rows by column: null where a cell above or beside covers the place. */
export function gridOf(rows: readonly Cell[][]): (Cell | null)[][] {
	const grid: (Cell | null)[][] = rows.map(() => []);
	rows.forEach((cells, row) => {
		let column = 0;
		for (const cell of cells) {
			while (grid[row]?.[column] !== undefined) column += 1;
			for (let down = 0; down < cell.rowspan && row + down < rows.length; down += 1) {
				for (let across = 0; across < cell.colspan; across += 1) {
					const line = grid[row + down];
					if (line !== undefined) line[column + across] = down === 0 && across === 0 ? cell : null;
				}
			}
			column += cell.colspan;
		}
	});
	return grid.map((line) => Array.from(line, (cell) => cell ?? null));
}
