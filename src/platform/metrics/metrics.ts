import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { once } from "#platform/process.ts";

const prefix = "dynamicqr_";

/** The process's one registry, with Node's own figures in it. */
export function metrics(): Registry {
  return once("metrics.registry", () => {
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    return registry;
  });
}

/**
 * A counter whose figures are kept elsewhere as plain numbers and read only when somebody asks:
 * the redirect path cannot afford a label look-up for each request.
 */
export function countedElsewhere<Label extends string>(
  name: string,
  help: string,
  label: Label,
  read: () => Record<string, number>,
): void {
  once(`metrics.${name}`, () => {
    const counter: Counter<Label> = new Counter<Label>({
      name: prefix + name,
      help,
      labelNames: [label],
      registers: [metrics()],
      collect() {
        counter.reset();
        for (const [value, count] of Object.entries(read())) {
          // SAFETY: the object has exactly the one label that the counter was made with.
          counter.inc({ [label]: value } as Record<Label, string>, count);
        }
      },
    });
    return counter;
  });
}

/** A figure that is read when somebody asks. */
export function gaugeElsewhere(name: string, help: string, read: () => number): void {
  once(`metrics.${name}`, () => {
    const gauge: Gauge = new Gauge({
      name: prefix + name,
      help,
      registers: [metrics()],
      collect: () => gauge.set(read()),
    });
    return gauge;
  });
}

/** A histogram in seconds. */
export function secondsHistogram(name: string, help: string, buckets: number[]): Histogram {
  return once(
    `metrics.${name}`,
    () => new Histogram({ name: prefix + name, help, buckets, registers: [metrics()] }),
  );
}
