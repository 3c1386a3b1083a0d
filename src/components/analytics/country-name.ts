/** The country of a code in the reader's language; null for none and for what is no country. */
export function countryName(code: string | null, locale: string): string | null {
  if (code === null || !/^[A-Z]{2}$/.test(code)) return null;
  return new Intl.DisplayNames([locale], { type: "region" }).of(code) ?? code;
}
