import { locales } from "#shared/locale.ts";
import { routes } from "#shared/routes.ts";

/**
 * Where a person may be sent after signing in or showing a second factor; short links and the API
 * are left out on purpose.
 */
const sections = [routes.dashboard, routes.admin, routes.redeemLinks, routes.newPassword];

const base = "http://next.invalid";
const languagePrefix = new RegExp(`^/(?:${locales.join("|")})(?=/|$)`);
/** Control characters, and slashes, backslashes and control characters in their escaped spelling. */
const suspicious = /[\p{Cc}\\]|%(?:[01][0-9a-f]|7f|2f|5c)/iu;
const maxLength = 512;

/**
 * The page to go on to, from the `next` of an address or a form: a path of our own signed-in
 * pages without the language's prefix, or null for everything else.
 */
export function parseNextPath(next: unknown): string | null {
  if (typeof next !== "string" || next.length > maxLength) return null;
  if (!next.startsWith("/") || next.startsWith("//") || suspicious.test(next)) return null;
  if (!URL.canParse(next, base)) return null;
  const url = new URL(next, base);
  if (url.origin !== base) return null;
  // Parsing resolves dot segments, so only its result is compared and given back.
  const path = url.pathname.replace(languagePrefix, "");
  if (!sections.some((section) => path === section || path.startsWith(`${section}/`))) return null;
  return path.includes("//") ? null : `${path}${url.search}`;
}

/**
 * The page to go on to, from the whole address that a mailed link carries along.
 * @param appUrl where the product is served: an address of any other place leads nowhere
 */
export function parseNextAddress(address: unknown, appUrl: string): string | null {
  if (typeof address !== "string" || !URL.canParse(address)) return null;
  const { origin, pathname, search } = new URL(address);
  return origin === new URL(appUrl).origin ? parseNextPath(pathname + search) : null;
}
