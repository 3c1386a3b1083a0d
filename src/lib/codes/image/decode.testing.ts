import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { prepareZXingModule, type ReadInputBarcodeFormat, readBarcodes } from "zxing-wasm/reader";
import type { CodeMatrix, Run } from "./matrix.ts";

// From the package: without this the decoder would ask a CDN for its own binary.
const wasm = readFileSync(fileURLToPath(import.meta.resolve("zxing-wasm/reader/zxing_reader.wasm")));
prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasm).buffer } });

const formats: ReadInputBarcodeFormat[] = ["QRCode"];

/** What a decoder that shares no code with ours reads in an image file or in pixels. */
export async function decode(image: Uint8Array<ArrayBuffer> | ImageData): Promise<string[]> {
  const found = await readBarcodes(image, { formats, tryHarder: true });
  return found.map(({ text }) => text);
}

/** Modules as filled in by runs, `side` modules a side, margins included. */
export function fillRuns(runs: Iterable<Run>, side: number): boolean[][] {
  const modules = Array.from({ length: side }, () => Array.from({ length: side }, () => false));
  for (const { x, y, length } of runs) modules[y]?.fill(true, x, x + length);
  return modules;
}

/** The matrix with `margin` light modules around it. */
export function withMargin(matrix: CodeMatrix, margin: number): boolean[][] {
  const side = matrix.length + 2 * margin;
  const isDark = (x: number, y: number) => matrix[y - margin]?.[x - margin] ?? false;
  return Array.from({ length: side }, (_, y) => Array.from({ length: side }, (_, x) => isDark(x, y)));
}
