import { randomInt } from "node:crypto";

const { DRILL_SIZE, DRILL_SEED } = process.env;

/** `DRILL_SIZE=full` is what `npm run test:long` asks for; else the same code runs small. */
export const isFull = DRILL_SIZE === "full";

export function sized<T>(small: T, full: T): T {
  return isFull ? full : small;
}

/** What a run is drawn from: `DRILL_SEED`, else a new one in the long run and always the same in the small. */
export const seed = DRILL_SEED ? Number(DRILL_SEED) : sized(1, randomInt(1, 2 ** 31));

/** The figures of a drill, with the seed by which it can be run again alone. */
export function printTable(title: string, figures: Record<string, string | number>): void {
  const rows = Object.entries({ seed, ...figures });
  const width = Math.max(...rows.map(([name]) => name.length));
  console.log([title, ...rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)].join("\n"));
}
