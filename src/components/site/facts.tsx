import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

/** Three reasons, each with its drawing, in hairline columns. */
export function Facts() {
  const t = useTranslations("site.facts");
  return (
    <section aria-label={t("label")} className="mx-auto w-full max-w-[84rem] px-4 pt-8 pb-16 sm:px-8">
      <div className="grid gap-y-10 md:grid-cols-3">
        <Fact title={t("change.title")} body={t("change.body")}>
          <ChangeDrawing />
        </Fact>
        <Fact title={t("scans.title")} body={t("scans.body")}>
          <ScansDrawing />
        </Fact>
        <Fact title={t("print.title")} body={t("print.body")}>
          <VectorDrawing />
        </Fact>
      </div>
    </section>
  );
}

function Fact({ title, body, children }: { title: string; body: string; children: ReactNode }) {
  return (
    <div className="border-hairline md:border-s md:px-8 md:first:border-s-0 md:first:ps-0 md:last:pe-0">
      <div aria-hidden="true" className="mb-5 flex h-28 items-end">
        {children}
      </div>
      <h2 className="text-2xl leading-tight [font-stretch:118%]">{title}</h2>
      <p className="mt-2 max-w-[44ch] text-base text-ink-soft">{body}</p>
    </div>
  );
}

function ChangeDrawing() {
  const t = useTranslations("site.job");
  return (
    <div className="figure w-full text-base leading-8">
      <p className="truncate text-ink-soft line-through decoration-magenta decoration-2">
        {t("menu.address")}
      </p>
      <p className="truncate text-ink-soft line-through decoration-magenta decoration-2">
        {t("concert.address")}
      </p>
      <p className="truncate">
        <span className="border-b-4 border-cyan font-semibold">{t("moved.address")}</span>
      </p>
    </div>
  );
}

// Scans of a fortnight, invented; no two alike, so that each names its bar.
const fortnight = [18, 31, 24, 46, 39, 78, 62, 35, 52, 48, 70, 96, 84, 57];

function ScansDrawing() {
  return (
    <div className="w-full">
      <svg aria-hidden="true" viewBox="0 0 280 100" preserveAspectRatio="none" className="block h-24 w-full">
        {fortnight.map((value, day) => (
          <rect
            key={value}
            x={day * 20 + 3}
            y={100 - value}
            width="14"
            height={value}
            className={day === 11 ? "fill-magenta" : "fill-cyan"}
          />
        ))}
      </svg>
      <div className="ruler-x border-t border-ink" />
    </div>
  );
}

function VectorDrawing() {
  const nodes = [
    [20, 12],
    [104, 12],
    [20, 96],
    [104, 96],
    [32, 24],
    [92, 24],
    [32, 84],
    [92, 84],
  ];
  return (
    <svg aria-hidden="true" viewBox="17 0 290 108" className="block h-28 w-full max-w-[300px]" fill="none">
      <path
        d="M20 12h84v84H20zM32 24v60h60V24z"
        fillRule="evenodd"
        className="fill-ink/12 stroke-ink"
        strokeWidth="1"
      />
      <path d="M44 36h36v36H44z" className="fill-ink/12 stroke-ink" />
      {nodes.map(([x = 0, y = 0]) => (
        <rect
          key={`${x},${y}`}
          x={x - 3}
          y={y - 3}
          width="6"
          height="6"
          className="fill-paper stroke-magenta-ink"
          strokeWidth="1.5"
        />
      ))}
      <path d="M62 54H176M62 48v12" className="stroke-cyan-ink" strokeDasharray="3 3" />
      <g className="fill-ink font-mono text-[13px] [font-stretch:80%]">
        <text x="184" y="36">
          SVG
        </text>
        <text x="184" y="59">
          PDF
        </text>
        <text x="184" y="82">
          PNG
        </text>
      </g>
      <g className="fill-ink-soft font-mono text-[11px] [font-stretch:80%]">
        <text x="222" y="59">
          mm
        </text>
        <text x="222" y="82">
          px
        </text>
        <text x="222" y="36">
          1:1
        </text>
      </g>
    </svg>
  );
}
