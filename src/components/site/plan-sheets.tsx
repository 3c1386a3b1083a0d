// A code is drawn as its three finder squares and a few modules: enough to be taken for one.
const size = 44;
const gap = 10;
const step = size + gap;
const margin = 14;
const height = 2 * step - gap + 2 * margin;

const modules: [number, number][] = [
  [18, 2],
  [24, 8],
  [18, 14],
  [30, 20],
  [4, 22],
  [12, 18],
  [38, 18],
  [22, 26],
  [32, 30],
  [18, 38],
  [26, 34],
  [38, 38],
  [40, 26],
];

function CodeMark({ x, y, isFaint = false }: { x: number; y: number; isFaint?: boolean }) {
  return (
    <g transform={`translate(${x} ${y})`} className={isFaint ? "fill-cyan" : "fill-ink"}>
      {[
        [0, 0],
        [size - 14, 0],
        [0, size - 14],
      ].map(([left = 0, top = 0]) => (
        <path
          key={`${left},${top}`}
          fillRule="evenodd"
          d={`M${left} ${top}h14v14h-14zM${left + 3} ${top + 3}v8h8v-8zM${left + 5} ${top + 5}h4v4h-4z`}
        />
      ))}
      {modules.map(([left, top]) => (
        <path key={`${left},${top}`} d={`M${left} ${top}h4v4h-4z`} />
      ))}
    </g>
  );
}

function places(columns: number, rows: number): { x: number; y: number }[] {
  return Array.from({ length: columns * rows }, (_, index) => ({
    x: margin + (index % columns) * step,
    y: margin + Math.floor(index / columns) * step,
  }));
}

/** Ten codes on a trimmed sheet: that is all that fits. */
export function TenUpSheet() {
  const width = 5 * step - gap + 2 * margin;
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${width} ${height}`}
      className="block h-32 w-auto max-w-full overflow-visible sm:h-36"
    >
      <rect
        x="0.5"
        y="0.5"
        width={width - 1}
        height={height - 1}
        className="fill-transparent stroke-rule"
        strokeWidth="1"
      />
      {places(5, 2).map(({ x, y }) => (
        <CodeMark key={`${x},${y}`} x={x} y={y} />
      ))}
    </svg>
  );
}

/** The same sheet, printed on and on: it runs off the edge of the page. */
export function EndlessSheet() {
  const columns = 14;
  return (
    <div className="-me-5 overflow-hidden [mask-image:linear-gradient(90deg,#000_45%,transparent_98%)] sm:-me-10">
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${columns * step} ${height}`}
        preserveAspectRatio="xMinYMid slice"
        className="block h-32 w-full sm:h-36"
      >
        <path
          d={`M${columns * step} 0.5H0.5V${height - 0.5}H${columns * step}`}
          className="fill-transparent stroke-rule"
        />
        {places(columns, 2).map(({ x, y }) => (
          <CodeMark key={`${x},${y}`} x={x} y={y} isFaint={x > margin + 4 * step} />
        ))}
      </svg>
    </div>
  );
}
