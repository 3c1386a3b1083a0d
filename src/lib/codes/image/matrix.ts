import { encodeQR } from "qr";

export const errorCorrections = ["L", "M", "Q", "H"] as const;

/** How much of a symbol may be lost: 7, 15, 25 or 30 per cent (ISO/IEC 18004). */
export type ErrorCorrection = (typeof errorCorrections)[number];

/** The modules of a symbol without its margin, row by row; true is dark. Always a square. */
export type CodeMatrix = readonly (readonly boolean[])[];

/** Dark modules side by side in one row, in modules from the symbol's upper left corner. */
export type Run = { x: number; y: number; length: number };

const levels = { L: "low", M: "medium", Q: "quartile", H: "high" } as const;

/**
 * Draws `text` as the smallest QR symbol that holds it.
 *
 * @throws RangeError or Error when it does not fit: 2953 bytes at L down to 1273 at H
 */
export function codeMatrix(text: string, errorCorrection: ErrorCorrection): CodeMatrix {
  // The library has no way to leave the border out; one module is the least, and cut off here.
  const bordered = encodeQR(text, "raw", { ecc: levels[errorCorrection], encoding: "byte", border: 1 });
  return bordered.slice(1, -1).map((row) => row.slice(1, -1));
}

/** The dark modules, merged along each row: fewer shapes, and no seams between neighbours. */
export function darkRuns(matrix: CodeMatrix): Run[] {
  const runs: Run[] = [];
  for (const [y, row] of matrix.entries()) {
    let start = -1;
    for (let x = 0; x <= row.length; x++) {
      if (row[x] && start < 0) start = x;
      if (!row[x] && start >= 0) {
        runs.push({ x: start, y, length: x - start });
        start = -1;
      }
    }
  }
  return runs;
}
