import { redactByKey } from "./redact-by-key.ts";

// Every pattern begins where what it looks for can begin, or is bounded: a run of the same sort
// of letters is read once, not once from each of its letters.
const dotted = /(?<![\w-])[\w-]+\.[\w-]+(?:\.[\w-]+)?/g;
const bearer = /\b(bearer|basic) [\w.~+/=-]{6,}/gi;
const keys = /\b(?:sk|rk|pk|whsec|sb_secret|sb_publishable)_[\w-]{8,}/g;
const tokenParameter = /([?&#](?:token|token_hash|code|access_token|refresh_token)=)[^&\s"\\]+/gi;
const urlPassword = /(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"]{0,256}):[^\s@"]{1,512}@/gi;
const mail = /(?<![\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi;
// Loopback and "every interface" tell of nobody.
const ipv4 = /(?<![\w.])(?!127\.|0\.0\.0\.0)(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\w)/g;
const ipv6 =
  /(?<![\w:.])(?!::1?(?![\w:])|::ffff:127\.)(?:(?:[0-9a-f]{0,4}:){2,6}(?:\d{1,3}\.){3}\d{1,3}|(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?)(?![\w:])/gi;

/** A JWT, also one that something else stands right before. */
function withoutJwt(text: string): string {
  const at = text.indexOf("eyJ");
  return at !== -1 && text.indexOf(".", at) - at > 10 ? `${text.slice(0, at)}[token]` : text;
}

/**
 * Takes what must never be kept out of one line of the log, wherever in the line it stands:
 * passwords, tokens, cookies, keys, e-mail addresses and network addresses.
 */
export function scrub(line: string): string {
  return redactByKey(line)
    .replace(dotted, withoutJwt)
    .replace(bearer, "$1 [redacted]")
    .replace(keys, "[key]")
    .replace(tokenParameter, "$1[redacted]")
    .replace(urlPassword, "$1:[redacted]@")
    .replace(mail, "[email]")
    .replace(ipv6, "[address]")
    .replace(ipv4, "[address]");
}
