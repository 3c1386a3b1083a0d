import { type Logger, pino, stdTimeFunctions } from "pino";
import { once } from "#platform/process.ts";
import { errorFacts } from "./error-facts.ts";
import { scrub } from "./scrub.ts";

/**
 * The process's one log: JSON lines on standard output, scrubbed of secrets and of whatever
 * tells who somebody is. The level is LOG_LEVEL, read here because the log must also work
 * while the configuration is being found wrong.
 */
export function log(): Logger {
  return once("log", () =>
    pino({
      level: levelOf(process.env.LOG_LEVEL),
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      serializers: { err: errorFacts },
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: scrub },
    }),
  );
}

const levels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

function levelOf(value: string | undefined): string {
  return value !== undefined && levels.includes(value) ? value : "info";
}
