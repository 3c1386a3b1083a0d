import { crc32, deflateSync } from "node:zlib";
import { type CodeMatrix, darkRuns } from "./matrix.ts";
import { sideModules } from "./svg-path.ts";

const mmPerInch = 25.4;
const mmPerMetre = 1000;
/** Bounds memory and time: one bit a pixel, this is 4.5 MB before compression. */
export const maxSidePixels = 6000;
/** Fewer are not told apart by a camera, nor by many decoders. */
const minPixelsPerModule = 4;

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/**
 * Whole pixels for each module, as near to `dpi` as that allows: a fraction would blur edges.
 * The side in pixels stays within {@link maxSidePixels}.
 */
export function pixelsPerModule(modules: number, sizeMm: number, dpi: number): number {
  const wanted = Math.round(((sizeMm / mmPerInch) * dpi) / modules);
  return Math.min(Math.max(wanted, minPixelsPerModule), Math.floor(maxSidePixels / modules));
}

/** A row of modules as packed pixels, 1 is white, after the filter byte 0 (none). */
function packedRow(runs: { x: number; length: number }[], margin: number, scale: number, rowBytes: number) {
  const row = new Uint8Array(1 + rowBytes).fill(0xff, 1);
  for (const { x, length } of runs) {
    const end = (x + length + margin) * scale;
    for (let pixel = (x + margin) * scale; pixel < end; pixel++) {
      const at = 1 + (pixel >> 3);
      row[at] = (row[at] ?? 0) & ~(0x80 >> (pixel & 7));
    }
  }
  return row;
}

/**
 * A greyscale PNG of one bit a pixel. Its pHYs chunk gives the pixels a metre that make the
 * printed side `sizeMm`, whatever the rounding to whole pixels did. Written out here because
 * the encoders at hand write eight bits a pixel and no pHYs (W3C PNG, third edition, §11).
 */
export function renderPng(matrix: CodeMatrix, options: { sizeMm: number; margin: number; dpi: number }) {
  const { sizeMm, margin, dpi } = options;
  const modules = sideModules(matrix, margin);
  const scale = pixelsPerModule(modules, sizeMm, dpi);
  const side = modules * scale;
  const rowBytes = Math.ceil(side / 8);
  const rowsOfRuns = Object.groupBy(darkRuns(matrix), ({ y }) => y);

  const pixels = new Uint8Array(side * (1 + rowBytes));
  for (let module = 0; module < modules; module++) {
    const row = packedRow(rowsOfRuns[module - margin] ?? [], margin, scale, rowBytes);
    for (let line = 0; line < scale; line++) pixels.set(row, (module * scale + line) * row.length);
  }

  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1; // Bits a pixel; colour type 0 (greyscale) and no interlacing are zeros.
  const physical = Buffer.alloc(9);
  const pixelsPerMetre = Math.round((side / sizeMm) * mmPerMetre);
  physical.writeUInt32BE(pixelsPerMetre, 0);
  physical.writeUInt32BE(pixelsPerMetre, 4);
  physical[8] = 1; // The unit is the metre.
  return new Uint8Array(
    Buffer.concat([
      signature,
      chunk("IHDR", header),
      chunk("pHYs", physical),
      chunk("IDAT", deflateSync(pixels)),
      chunk("IEND", new Uint8Array()),
    ]),
  );
}
