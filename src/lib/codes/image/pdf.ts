import PDFDocument from "pdfkit";
import { type CodeMatrix, darkRuns } from "./matrix.ts";
import { sideModules } from "./svg-path.ts";

const pointsPerMm = 72 / 25.4;
// Ink, not light: black alone on the black plate, so that no other plate can be out of register.
const black: PDFKit.Mixins.ColorValue = [0, 0, 0, 100];
const white: PDFKit.Mixins.ColorValue = [0, 0, 0, 0];

/** One page of exactly `sizeMm` a side, vector shapes in DeviceCMYK, titled with what it says. */
export function renderPdf(
  matrix: CodeMatrix,
  options: { sizeMm: number; margin: number; title: string; createdAt: Date },
): Promise<Uint8Array<ArrayBuffer>> {
  const { sizeMm, margin, title, createdAt } = options;
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  const sidePoints = sizeMm * pointsPerMm;
  const modules = sideModules(matrix, margin);
  const document = new PDFDocument({
    size: [sidePoints, sidePoints],
    margin: 0,
    // There is no text: without this the library reads its default font from its own folder.
    // SAFETY: null is what it tests for; its types know only names.
    font: null as unknown as string,
    info: { Title: title, Creator: "DynamicQR", CreationDate: createdAt },
  });
  const parts: Uint8Array[] = [];
  document.on("data", (part: Uint8Array) => parts.push(part));
  document.on("end", () => resolve(new Uint8Array(Buffer.concat(parts))));
  document.on("error", reject);

  document.rect(0, 0, sidePoints, sidePoints).fill(white);
  // The page is measured in modules from here on, so that every coordinate is a whole number.
  document.scale(sidePoints / modules);
  for (const { x, y, length } of darkRuns(matrix)) document.rect(x + margin, y + margin, length, 1);
  document.fill(black);
  document.end();
  return promise;
}
