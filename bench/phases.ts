import { quantile } from "./stage.ts";
import type { Sample } from "./steady-load.ts";

/** A time in which one thing was the matter. */
export type Phase = { name: string; fromMs: number; toMs: number };

export type Figures = { median: number; p99: number; max: number };

/** How long the requests of a stream took that began in any of the phases. */
export function figuresOf(samples: readonly Sample[], stream: string, phases: readonly Phase[]): Figures {
  const isWithinAny = (atMs: number) => phases.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);
  const ms = samples.filter((one) => one.stream === stream && isWithinAny(one.atMs)).map((one) => one.ms);
  return { median: quantile(ms, 0.5), p99: quantile(ms, 0.99), max: Math.max(...ms) };
}

export function printFigures(name: string, figures: readonly Figures[]): void {
  const columns = figures.map(({ median, p99, max }) =>
    [median, p99, max].map((ms) => ms.toFixed(1).padStart(8)).join(""),
  );
  console.log(`  ${name.padEnd(14)}${columns.join("  |")}`);
}
