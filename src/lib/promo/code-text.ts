import { randomInt } from "node:crypto";

/** No two that look alike, in any type: neither 0, 1, 2, 5 and 8 nor B, I, L, O, S, U, V and Z. */
export const alphabet = "34679ACDEFGHJKMNPQRTWXY";
const generatedLength = 12;
/** What somebody who guesses is up against; 50 is the least for a code that is one person's. */
export const generatedBits = Math.log2(alphabet.length) * generatedLength;

/** What people put between the characters of a code, and what comes along when they copy one. */
const separators = /[\s\p{Pd}\p{Cf}\u2212_.·]/gu;
const canonical = /^[A-Z0-9]{1,40}$/;
const generated = new RegExp(`^[${alphabet}]{${generatedLength}}$`);

/**
 * The one spelling of a code that is kept: upper case, without separators. A canonical one is its own.
 * @returns null for what no code can be
 */
export function canonicalCode(typed: string): string | null {
  const code = typed.normalize("NFKC").toUpperCase().replace(separators, "");
  return canonical.test(code) ? code : null;
}

/** @param pick an unforeseeable whole number from 0 up to, and without, the given one */
export function generateCode(pick: (below: number) => number = randomInt): string {
  return Array.from({ length: generatedLength }, () => alphabet[pick(alphabet.length)]).join("");
}

/** For people: a generated code in groups of four, one that somebody thought of as it is. */
export function showCode(code: string): string {
  return generated.test(code) ? (code.match(/.{4}/g) ?? []).join("-") : code;
}
