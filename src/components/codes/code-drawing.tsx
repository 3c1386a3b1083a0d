import { codeMatrix, type ErrorCorrection } from "#lib/codes/image/matrix.ts";
import { sideModules, svgPath } from "#lib/codes/image/svg-path.ts";

type Props = {
  text: string;
  /** What a screen reader says of it. */
  label: string;
  errorCorrection?: ErrorCorrection;
  /** In modules. */
  margin?: number;
  className?: string;
};

/** A code as it will be printed: black on white in either theme, or a scanner cannot read it. */
export function CodeDrawing({ text, label, errorCorrection = "M", margin = 4, className }: Props) {
  const matrix = codeMatrix(text, errorCorrection);
  const side = sideModules(matrix, margin);
  return (
    <svg
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
      className={className}
    >
      <rect width={side} height={side} fill="#fff" />
      <path d={svgPath(matrix, margin)} fill="#000" />
    </svg>
  );
}
