import { isPrivateHost } from "./private-hosts.ts";

/** Why a destination is refused; each is a key under `errors.fields`. */
export type DestinationProblem =
  | "destination_required"
  | "destination_length"
  | "destination_characters"
  | "destination_invalid"
  | "destination_scheme"
  | "destination_credentials"
  | "destination_own"
  | "destination_private";

export type ParsedDestination = { ok: true; href: string } | { ok: false; reason: DestinationProblem };

/** Characters, of the address as typed and as stored. */
export const maxDestinationLength = 2048;

// Controls (C0, DEL, C1), format characters (bidi, zero width, soft hyphen), line and paragraph
// separators, half surrogates, and the Hangul fillers, which draw nothing either.
const hiddenCharacter = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u115f\u1160\u3164\uffa0]/u;
const scheme = /^[a-z][a-z0-9+.-]*:/i;
// `example.com:8080/x`: what stands before the colon would do as a scheme, but is a host.
const hostWithPort = /^(?:[a-z0-9-]+\.[a-z0-9.-]*|localhost):\d{1,5}(?:[/?#]|$)/i;
const maxHostLength = 253;
const maxLabelLength = 63;

function refuse(reason: DestinationProblem): ParsedDestination {
  return { ok: false, reason };
}

/** Adds the scheme that people leave out; null when the text cannot be an address at all. */
function withScheme(text: string): string | null {
  if (/^\/\/[^/\\]/.test(text)) return `https:${text}`;
  if (/^[/\\?#.:@]/.test(text)) return null;
  if (scheme.test(text) && !hostWithPort.test(text)) return text;
  return `https://${text}`;
}

function isHostName(hostname: string): boolean {
  if (hostname.startsWith("[")) return true;
  if (hostname.length > maxHostLength) return false;
  return hostname.split(".").every((label) => label !== "" && label.length <= maxLabelLength);
}

function withoutTrailingDot(hostname: string): string {
  return hostname.endsWith(".") ? hostname.slice(0, -1) : hostname;
}

/** The host name of `host[:port]` in the parser's own spelling. */
function normalHost(host: string): string | null {
  const url = URL.parse(`http://${host}`);
  return url && withoutTrailingDot(url.hostname);
}

/**
 * Reads the address that a code shall lead to. Only public `http` and `https` addresses pass;
 * a missing scheme becomes `https`. The parser is the one browsers use (WHATWG URL), so what
 * is judged here is what a visitor's browser will open. Parsing its own `href` again gives the
 * same `href`.
 *
 * @param ownHosts `host[:port]` under which we answer short links: a code that leads to one of
 * these, on any port, could lead to itself. Their subdomains are somebody else's and pass.
 */
export function parseDestination(raw: string, ownHosts: readonly string[]): ParsedDestination {
  const text = raw.trim();
  if (text === "") return refuse("destination_required");
  if (text.length > maxDestinationLength) return refuse("destination_length");
  // Before the parser, which silently drops tabs and newlines (`java<tab>script:`).
  if (hiddenCharacter.test(text)) return refuse("destination_characters");

  const address = withScheme(text);
  const url = address === null ? null : URL.parse(address);
  if (!url) {
    const isForeign = scheme.test(text) && !hostWithPort.test(text) && !/^https?:/i.test(text);
    return refuse(isForeign ? "destination_scheme" : "destination_invalid");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") return refuse("destination_scheme");
  if (url.username !== "" || url.password !== "") return refuse("destination_credentials");

  const hostname = withoutTrailingDot(url.hostname);
  if (!isHostName(hostname)) return refuse("destination_invalid");
  url.hostname = hostname;
  if (ownHosts.some((host) => normalHost(host) === url.hostname)) return refuse("destination_own");
  if (isPrivateHost(url.hostname)) return refuse("destination_private");
  if (url.href.length > maxDestinationLength) return refuse("destination_length");
  return { ok: true, href: url.href };
}

/**
 * A destination as a list shows it: without `https://` and without a lone slash at the end.
 */
export function displayDestination(href: string): string {
  const short = href.replace(/^https:\/\//, "");
  return /^[^/]*(?:\/\/[^/]*)?\/$/.test(short) ? short.slice(0, -1) : short;
}
