import encodeQR from "qr";

type QrFigureProps = { text: string; label: string; className?: string };

/** A real, scannable code, drawn as one path of whole modules without a quiet zone. */
export function QrFigure({ text, label, className }: QrFigureProps) {
  // The encoder draws a border of one module at least; the view box leaves it out.
  const rows = encodeQR(text, "raw", { ecc: "medium", border: 1 });
  const size = rows.length - 2;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`1 1 ${size} ${size}`}
      shapeRendering="crispEdges"
      className={className}
    >
      <path d={modulesPath(rows)} fill="currentColor" />
    </svg>
  );
}

function modulesPath(rows: boolean[][]): string {
  let path = "";
  rows.forEach((row, y) => {
    let start = -1;
    for (let x = 0; x <= row.length; x++) {
      if (row[x] && start < 0) start = x;
      if (!row[x] && start >= 0) {
        path += `M${start} ${y}h${x - start}v1h${start - x}z`;
        start = -1;
      }
    }
  });
  return path;
}
