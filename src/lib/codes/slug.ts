/** Why a chosen slug is refused; each is a key under `errors.fields`. */
export type SlugProblem = "slug_short" | "slug_long" | "slug_characters" | "slug_hyphens";

export type ParsedSlug = { ok: true; slug: string } | { ok: false; reason: SlugProblem };

export const minSlugLength = 3;
export const maxSlugLength = 64;

/**
 * Lower case alone, so that a link typed by hand from print works in any case, and without
 * `0 1 i l o`, which print makes look alike. 9 of these 31 are 44.6 bits.
 */
const alphabet = "23456789abcdefghjkmnpqrstuvwxyz";
const generatedLength = 9;
// Bytes from here on would favour the first letters: they are drawn again.
const fairBytes = 256 - (256 % alphabet.length);

/**
 * Draws a slug of 9 characters, each letter equally likely.
 *
 * @param randomBytes returns that many bytes of a cryptographic generator
 */
export function generateSlug(randomBytes: (size: number) => Uint8Array): string {
  let slug = "";
  while (slug.length < generatedLength) {
    for (const byte of randomBytes(generatedLength - slug.length)) {
      if (byte < fairBytes) slug += alphabet.charAt(byte % alphabet.length);
    }
  }
  return slug;
}

/** Reads a slug that somebody chose: 3 to 64 letters and digits with single hyphens inside. */
export function parseCustomSlug(raw: string): ParsedSlug {
  const text = raw.trim();
  // Before lower-casing, which turns the Kelvin sign into a `k`.
  if (!/^[A-Za-z0-9-]*$/.test(text)) return { ok: false, reason: "slug_characters" };
  if (text.length < minSlugLength) return { ok: false, reason: "slug_short" };
  if (text.length > maxSlugLength) return { ok: false, reason: "slug_long" };
  if (!/^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$/.test(text)) return { ok: false, reason: "slug_hyphens" };
  return { ok: true, slug: text.toLowerCase() };
}

/**
 * The slug that a path segment of `/r/` names, for the look-up.
 *
 * @returns null when no code can have it, so that nothing need be asked
 */
export function normalizeSlug(pathSegment: string): string | null {
  const parsed = parseCustomSlug(pathSegment);
  return parsed.ok && parsed.slug.length === pathSegment.length ? parsed.slug : null;
}
