import { codeMatrix } from "./matrix.ts";
import type { ImageFormat, ImageOptions } from "./options.ts";
import { renderPdf } from "./pdf.ts";
import { renderPng } from "./png.ts";
import { renderSvg } from "./svg.ts";

export type RenderedCode = {
  body: Uint8Array<ArrayBuffer> | string;
  contentType: string;
  extension: ImageFormat;
};

/**
 * Draws `text` (a short link) as a file for print. The same input gives the same bytes.
 *
 * @param now written into a PDF as the moment of its making
 * @throws RangeError or Error when the text does not fit into a QR symbol
 */
export async function renderCode(text: string, options: ImageOptions, now: Date): Promise<RenderedCode> {
  const matrix = codeMatrix(text, options.errorCorrection);
  const { sizeMm, margin, dpi, format } = options;
  switch (format) {
    case "svg":
      return {
        body: renderSvg(matrix, { sizeMm, margin, title: text }),
        contentType: "image/svg+xml; charset=utf-8",
        extension: format,
      };
    case "png":
      return {
        body: renderPng(matrix, { sizeMm, margin, dpi }),
        contentType: "image/png",
        extension: format,
      };
    case "pdf":
      return {
        body: await renderPdf(matrix, { sizeMm, margin, title: text, createdAt: now }),
        contentType: "application/pdf",
        extension: format,
      };
  }
}
