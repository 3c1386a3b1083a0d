import type { HeaderLookup, TrustedProxy } from "./client-address.ts";

/**
 * The country of whoever made the request (ISO 3166, two capitals), as the platform in front says
 * it; null where none is trusted to.
 */
export function requestCountry(header: HeaderLookup, trustedProxy: TrustedProxy): string | null {
  const name =
    trustedProxy === "vercel" ? "x-vercel-ip-country" : trustedProxy === "cloudflare" ? "cf-ipcountry" : null;
  const code = name && header(name)?.toUpperCase();
  // Cloudflare says XX for unknown and T1 for Tor.
  return code && /^[A-Z]{2}$/.test(code) && code !== "XX" ? code : null;
}
