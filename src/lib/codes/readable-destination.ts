import { domainToASCII, domainToUnicode } from "node:url";

// Latin letters that nobody takes for another one's: those of other scripts and the dotless i stay
// in punycode, so that a look-alike of somebody's name is seen as one.
const readableHost = /^[a-z0-9.\-\u00df-\u00f6\u00f8-\u0130\u0132-\u017e]+$/;
/** What draws nothing, is a space, or is written from right to left and turns its neighbours round. */
const misleading =
  /[\p{C}\p{Z}\u115f\u1160\u3164\uffa0\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * A stored destination for people: letters instead of punycode and percent codes, wherever they can
 * be read without being misled. Parsed again it is the stored one.
 */
export function readableDestination(href: string): string {
  const url = URL.parse(href);
  if (url === null) return href;
  const host = domainToUnicode(url.hostname);
  const named = readableHost.test(host) ? href.replace(url.hostname, host) : href;
  const readable = named.replace(/(?:%[89a-f][0-9a-f])+/gi, readableRun);
  return URL.parse(readable)?.href === href ? readable : href;
}

function readableRun(codes: string): string {
  try {
    const text = decodeURIComponent(codes);
    return misleading.test(text) ? codes : text;
  } catch {
    return codes;
  }
}

/** What somebody looks for among the stored destinations, in each way in which those may spell it. */
export function storedSpellings(text: string): string[] {
  const plain = text.toWellFormed();
  const [, scheme = "", host = "", rest = ""] = /^(https?:\/\/)?([^/?#]*)(.*)$/s.exec(plain) ?? [];
  const spellings = [text, encodeURI(plain), `${scheme}${domainToASCII(host) || host}${encodeURI(rest)}`];
  return [...new Set(spellings)];
}
