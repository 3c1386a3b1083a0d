import { z } from "zod";

// Postgres cannot store NUL, and nothing that people write needs the other controls or the
// characters that turn the direction of what follows.
const unprintable = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/**
 * One line of text as a person types it: trimmed, without control characters.
 * @param longest in UTF-16 code units; longer text is refused with the key `tooLong`
 */
export function lineOfText(longest: number, tooLong = "too_long") {
  return (
    z
      .string({ error: "required" })
      .trim()
      .max(longest, { error: tooLong })
      // Neither what cannot be printed nor text that consists of marks without a width alone.
      .refine((text) => !unprintable.test(text) && (text === "" || /[^\p{Cf}\p{Z}]/u.test(text)), {
        error: "characters",
      })
  );
}

/** The same with line breaks, which come out as single newlines. */
export function linesOfText(longest: number, tooLong = "too_long") {
  return z
    .string({ error: "required" })
    .trim()
    .transform((text) => text.replace(/\r\n?/g, "\n"))
    .pipe(
      z
        .string()
        .max(longest, { error: tooLong })
        .refine((text) => !unprintable.test(text.replaceAll("\n", "")), { error: "characters" }),
    );
}

/** What somebody searches for: what cannot be printed cannot be found either. */
export function searchText(longest: number) {
  return z
    .string()
    .transform((text) => text.replace(new RegExp(unprintable, "gu"), "").trim().slice(0, longest));
}
