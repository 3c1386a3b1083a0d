export const locales = ["en", "pl"] as const;
export type Locale = (typeof locales)[number];
export const defaultLocale: Locale = "en";

/** The language of ours that the value names, or the default. */
export function parseLocale(value: unknown): Locale {
  return locales.find((locale) => locale === value) ?? defaultLocale;
}

/** The primary tags of an Accept-Language header (RFC 9110 §12.5.4), the most wanted first. */
export function acceptedLanguages(header: string | undefined): string[] {
  if (!header) return [];
  const wanted: { tag: string; weight: number }[] = [];
  for (const part of header.slice(0, 500).split(",")) {
    const [range = "", ...parameters] = part.split(";");
    const tag = /^[a-z]{2,3}(?=-|$)/.exec(range.trim().toLowerCase())?.[0];
    if (!tag) continue;
    const quality = parameters.map((p) => /^\s*q=(\d(?:\.\d{0,3})?)\s*$/i.exec(p)?.[1]).find(Boolean);
    const weight = quality === undefined ? 1 : Number(quality);
    if (weight > 0) wanted.push({ tag, weight });
  }
  return wanted.sort((a, b) => b.weight - a.weight).map(({ tag }) => tag);
}

/** The language of ours that the header asks for first; English when it asks for none. */
export function matchLocale(header: string | undefined): Locale {
  for (const tag of acceptedLanguages(header)) {
    const found = locales.find((locale) => locale === tag);
    if (found) return found;
  }
  return defaultLocale;
}
