import encodeQR from "qr";

type QrFigureProps = { text: string; label: string; className?: string };

/** A real, scannable code, drawn as one path of whole modules without a quiet zone. */
export function QrFigure({ text, label, className }: QrFigureProps) {
  const rows = encodeQR(text, "raw", { ecc: "medium", border: 0 });
  const size = rows.length;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
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
