import { stdSerializers } from "pino";

/**
 * Of an error what may be written down: its kind, words, stack and plain values such as codes, and
 * the same of each that it gathers. Objects that libraries hang on their errors are left out: those
 * of Stripe carry a card's holder with the address, and secrets of a payment.
 */
export function errorFacts(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const entries = Object.entries(stdSerializers.err(error)).filter(
    ([, value]) => value === null || typeof value !== "object",
  );
  const facts = Object.fromEntries(entries);
  return error instanceof AggregateError
    ? { ...facts, aggregateErrors: error.errors.map(errorFacts) }
    : facts;
}
