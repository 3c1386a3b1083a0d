import { crc32 } from "node:zlib";
import fc from "fast-check";
import { PNG } from "pngjs";
import { describe, expect, test } from "vitest";
import { decode, withMargin } from "./decode.testing.ts";
import { codeMatrix, errorCorrections } from "./matrix.ts";
import { maxSidePixels, pixelsPerModule, renderPng } from "./png.ts";

const link = "https://qr.example.com/r/k7m2xq9ab";

/** The chunks of a PNG by type, each with its checksum checked. */
function chunksOf(png: Uint8Array): Map<string, Buffer> {
  const file = Buffer.from(png);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const body = file.subarray(at + 4, at + 8 + length);
    expect(file.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    chunks.set(body.toString("latin1", 0, 4), body.subarray(4));
    at += length + 12;
  }
  return chunks;
}

describe("a PNG is read as exactly its text by an independent decoder", () => {
  const cases = errorCorrections.flatMap((errorCorrection) => [
    { errorCorrection, sizeMm: 10, margin: 4, dpi: 72 },
    { errorCorrection, sizeMm: 40, margin: 4, dpi: 300 },
    { errorCorrection, sizeMm: 33.3, margin: 1, dpi: 150 },
    { errorCorrection, sizeMm: 100, margin: 20, dpi: 300 },
    { errorCorrection, sizeMm: 500, margin: 2, dpi: 72 },
  ]);

  test.each(cases)(
    "$errorCorrection, $sizeMm mm, margin $margin, $dpi dpi",
    async ({ errorCorrection, ...options }) => {
      const png = renderPng(codeMatrix(link, errorCorrection), options);
      expect(await decode(png)).toEqual([link]);
    },
  );

  test("any web address of up to 500 characters", async () => {
    const address = fc
      .webUrl({ size: "large", withQueryParameters: true, withFragments: true })
      .map((url) => new URL(url).href.slice(0, 500));
    await fc.assert(
      fc.asyncProperty(address, fc.constantFrom(...errorCorrections), async (text, errorCorrection) => {
        const png = renderPng(codeMatrix(text, errorCorrection), { sizeMm: 40, margin: 4, dpi: 72 });
        expect(await decode(png)).toEqual([text]);
      }),
      { numRuns: 60 },
    );
  });
});

describe("the pixels", () => {
  test.each([0, 4, 20])("are the matrix, each module a whole square, with a margin of %d", (margin) => {
    const matrix = codeMatrix(link, "M");
    const png = PNG.sync.read(Buffer.from(renderPng(matrix, { sizeMm: 40, margin, dpi: 300 })));
    const expected = withMargin(matrix, margin);
    const scale = png.width / expected.length;
    expect(Number.isInteger(scale)).toBe(true);
    expect(png.height).toBe(png.width);
    const wrong: string[] = [];
    for (let y = 0; y < png.height; y++) {
      for (let x = 0; x < png.width; x++) {
        const isDark = expected[Math.floor(y / scale)]?.[Math.floor(x / scale)];
        if (png.data[4 * (y * png.width + x)] !== (isDark ? 0 : 255)) wrong.push(`${x},${y}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("come near to the resolution asked for, and never fall under four a module", () => {
    expect(pixelsPerModule(33, 40, 300)).toBe(14);
    expect(pixelsPerModule(33, 10, 72)).toBe(4);
  });

  test("stay within the bound for the largest print, and for the largest symbol", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 21, max: 177 + 40 }),
        fc.double({ min: 10, max: 500, noNaN: true }),
        fc.integer({ min: 72, max: 600 }),
        (modules, sizeMm, dpi) => {
          const side = modules * pixelsPerModule(modules, sizeMm, dpi);
          expect(side).toBeLessThanOrEqual(maxSidePixels);
          expect(side).toBeGreaterThanOrEqual(4 * modules);
        },
      ),
    );
  });
});

describe("the file", () => {
  test.each([
    { sizeMm: 40, dpi: 300 },
    { sizeMm: 500, dpi: 600 },
    { sizeMm: 10, dpi: 72 },
  ])("says that it is $sizeMm mm wide, whatever $dpi dpi were rounded to", ({ sizeMm, dpi }) => {
    const chunks = chunksOf(renderPng(codeMatrix(link, "M"), { sizeMm, margin: 4, dpi }));
    const side = chunks.get("IHDR")?.readUInt32BE(0) ?? 0;
    const physical = chunks.get("pHYs");
    const pixelsPerMetre = physical?.readUInt32BE(0) ?? 0;
    expect(physical?.readUInt32BE(4)).toBe(pixelsPerMetre);
    expect(physical?.[8]).toBe(1);
    expect((side / pixelsPerMetre) * 1000).toBeCloseTo(sizeMm, 1);
  });

  test("is greyscale of one bit, and small", () => {
    const png = renderPng(codeMatrix(link, "M"), { sizeMm: 500, margin: 4, dpi: 600 });
    expect([...(chunksOf(png).get("IHDR")?.subarray(8) ?? [])]).toEqual([1, 0, 0, 0, 0]);
    expect(png.length).toBeLessThan(100_000);
  });
});
