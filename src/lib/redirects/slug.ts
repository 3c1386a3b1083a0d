const slugPattern = /^[A-Za-z0-9](?:-?[A-Za-z0-9])*$/;
const longestSlug = 64;

/** The slug that a path segment asks for, or null when no code can have it. */
export function parseSlug(segment: string): string | null {
  if (segment.length > longestSlug || !slugPattern.test(segment)) return null;
  return segment.toLowerCase();
}
