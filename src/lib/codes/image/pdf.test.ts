import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { decode, fillRuns, withMargin } from "./decode.testing.ts";
import { codeMatrix, errorCorrections, type Run } from "./matrix.ts";
import { renderPdf } from "./pdf.ts";

const link = "https://qr.example.com/r/k7m2xq9ab";
const createdAt = new Date("2027-01-15T12:00:00Z");

/** The drawing instructions of the only page. */
function contentOf(pdf: Uint8Array): string {
  const file = Buffer.from(pdf);
  const start = file.indexOf("stream\n") + "stream\n".length;
  return inflateSync(file.subarray(start, file.indexOf("\nendstream", start))).toString("latin1");
}

/** The rectangles filled in black, in modules. */
function runsOf(content: string): Run[] {
  const [, painted = ""] = content.split(/ 0 0 cm\n/);
  return [...painted.matchAll(/^(\S+) (\S+) (\S+) 1 re$/gm)].map(([, x, y, length]) => ({
    x: Number(x),
    y: Number(y),
    length: Number(length),
  }));
}

/** Eight pixels a module, as a camera's frame would have them. */
function toImage(modules: boolean[][]): ImageData {
  const scale = 8;
  const side = modules.length * scale;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (modules[Math.floor(y / scale)]?.[Math.floor(x / scale)])
        data.fill(0, 4 * (y * side + x), 4 * (y * side + x) + 3);
    }
  }
  return { data, width: side, height: side, colorSpace: "srgb" } as ImageData;
}

describe("a PDF", () => {
  test.each(errorCorrections)(
    "draws the matrix and is read as its text, at level %s",
    async (errorCorrection) => {
      const matrix = codeMatrix(link, errorCorrection);
      const pdf = await renderPdf(matrix, { sizeMm: 40, margin: 4, title: link, createdAt });
      const modules = fillRuns(runsOf(contentOf(pdf)), matrix.length + 8);
      expect(modules).toEqual(withMargin(matrix, 4));
      expect(await decode(toImage(modules))).toEqual([link]);
    },
  );

  test.each([10, 33.3, 40, 500])("has one page of %d mm a side, filled by the drawing", async (sizeMm) => {
    const matrix = codeMatrix(link, "M");
    const pdf = await renderPdf(matrix, { sizeMm, margin: 2, title: link, createdAt });
    const text = Buffer.from(pdf).toString("latin1");
    const boxes = [...text.matchAll(/\/MediaBox \[0 0 (\S+) (\S+)\]/g)];
    expect(boxes).toHaveLength(1);
    const points = (sizeMm / 25.4) * 72;
    expect(Number(boxes[0]?.[1])).toBeCloseTo(points, 3);
    expect(Number(boxes[0]?.[2])).toBeCloseTo(points, 3);
    const scale = /^(\S+) 0 0 (\S+) 0 0 cm$/m.exec(contentOf(pdf));
    expect(Number(scale?.[1]) * (matrix.length + 4)).toBeCloseTo(points, 2);
  });

  test("prints with black ink alone, on white", async () => {
    const content = contentOf(
      await renderPdf(codeMatrix(link, "M"), { sizeMm: 40, margin: 4, title: link, createdAt }),
    );
    expect(new Set(content.match(/^.*\bcs$/gm))).toEqual(new Set(["/DeviceCMYK cs"]));
    expect(content.match(/^.*\bscn$/gm)).toEqual(["0 0 0 0 scn", "0 0 0 1 scn"]);
    expect(content).not.toMatch(/\b(rg|RG|Tf|Do)$/m);
  });

  test("carries no font, and is the same for the same moment", async () => {
    const options = { sizeMm: 40, margin: 4, title: link, createdAt };
    const matrix = codeMatrix(link, "M");
    const pdf = Buffer.from(await renderPdf(matrix, options)).toString("latin1");
    expect(pdf).not.toContain("/Type /Font");
    expect(Buffer.from(await renderPdf(matrix, options)).toString("latin1")).toBe(pdf);
  });
});
