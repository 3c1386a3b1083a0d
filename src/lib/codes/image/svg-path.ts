import { type CodeMatrix, darkRuns } from "./matrix.ts";

/**
 * The dark modules as the `d` of one SVG path, one module a unit, shifted by the margin.
 * One path and not many rectangles: a renderer then fills neighbours without hairlines.
 */
export function svgPath(matrix: CodeMatrix, margin: number): string {
  return darkRuns(matrix)
    .map(({ x, y, length }) => `M${x + margin} ${y + margin}h${length}v1h-${length}z`)
    .join("");
}

/** The side of the drawing in modules: the symbol and its margin on both sides. */
export function sideModules(matrix: CodeMatrix, margin: number): number {
  return matrix.length + 2 * margin;
}
