import type { CodeMatrix } from "./matrix.ts";
import { sideModules, svgPath } from "./svg-path.ts";

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (character) => entities[character] ?? "");
}

/** A drawing of exactly `sizeMm` a side, black on white, titled with what it says. */
export function renderSvg(matrix: CodeMatrix, options: { sizeMm: number; margin: number; title: string }) {
  const { sizeMm, margin, title } = options;
  const side = sideModules(matrix, margin);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${sizeMm}mm" height="${sizeMm}mm" `,
    `viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">`,
    `<title>${escapeText(title)}</title>`,
    `<path fill="#fff" d="M0 0h${side}v${side}H0z"/>`,
    `<path fill="#000" d="${svgPath(matrix, margin)}"/>`,
    "</svg>\n",
  ].join("");
}
