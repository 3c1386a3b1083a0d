/** Merges metadata as Stripe does: '' for one key removes it, '' for all clears. */
export function mergeMetadata(
  current: Record<string, string> | null,
  given: Record<string, string | number | null> | "" | null | undefined,
): Record<string, string> {
  if (given === undefined || given === null) return { ...current };
  if (given === "") return {};
  const merged: Record<string, string> = { ...current };
  for (const [key, value] of Object.entries(given)) {
    if (value === "" || value === null) delete merged[key];
    else merged[key] = String(value);
  }
  return merged;
}

/** '' on the wire means: unset. */
export function emptyToNull<T>(value: T | "" | null | undefined, current: T | null): T | null {
  if (value === undefined) return current;
  return value === "" || value === null ? null : (value as T);
}
