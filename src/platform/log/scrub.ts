const secretKeys =
  "password|passwordHash|token|token_hash|tokenHash|access_token|refresh_token|accessToken|refreshToken|secret|apikey|api_key|apiKey|authorization|cookie|set-cookie|email|to|address|ip|remoteAddress";

const byKey = new RegExp(`"(${secretKeys})":(?:"(?:[^"\\\\]|\\\\.)*"|\\[[^\\]]*\\])`, "gi");
const jwt = /\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]+)?/g;
const bearer = /\b(bearer|basic) [\w.~+/=-]{6,}/gi;
const keys = /\b(?:sk|rk|pk|whsec|sb_secret|sb_publishable)_[\w-]{8,}/g;
const tokenParameter = /([?&#](?:token|token_hash|code|access_token|refresh_token)=)[^&\s"\\]+/gi;
const urlPassword = /(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"]*):[^\s@"]+@/gi;
const mail = /[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi;
// Loopback and "every interface" tell of nobody.
const ipv4 = /(?<![\w.])(?!127\.|0\.0\.0\.0)(?:\d{1,3}\.){3}\d{1,3}(?![\w.])/g;
const ipv6 =
  /(?<![\w:.])(?!::1?(?![\w:]))(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?)(?![\w:])/gi;

/**
 * Takes what must never be kept out of one line of the log, wherever in the line it stands:
 * passwords, tokens, cookies, keys, e-mail addresses and network addresses.
 */
export function scrub(line: string): string {
  return line
    .replace(byKey, '"$1":"[redacted]"')
    .replace(jwt, "[token]")
    .replace(bearer, "$1 [redacted]")
    .replace(keys, "[key]")
    .replace(tokenParameter, "$1[redacted]")
    .replace(urlPassword, "$1:[redacted]@")
    .replace(mail, "[email]")
    .replace(ipv6, "[address]")
    .replace(ipv4, "[address]");
}
