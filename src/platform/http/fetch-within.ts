/**
 * A `fetch` whose every call gives up after `ms` milliseconds, the reading of the body included.
 * The limit stands in place of any signal of the caller's: the Edge runtime cannot join two.
 */
export function fetchWithin(ms: number): typeof fetch {
  return (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(ms) });
}

/** A `fetch` whose calls all end with the one signal; none begins after it. */
export function fetchUntil(signal: AbortSignal): typeof fetch {
  return (input, init) => fetch(input, { ...init, signal });
}
