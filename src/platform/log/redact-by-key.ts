const secretKeys =
  "password|passwordHash|token|token_hash|tokenHash|access_token|refresh_token|accessToken|refreshToken|secret|apikey|api_key|apiKey|authorization|cookie|set-cookie|email|to|address|ip|remoteAddress";

/** The key with its quotes, which are escaped where JSON stands inside a string of JSON. */
const keyed = new RegExp(`(?<!\\\\)(\\\\*)"(?:${secretKeys})\\1"\\s*:\\s*`, "gi");

/**
 * Replaces the text, or the list of texts, under every key that names a secret, in one line of
 * JSON and in JSON that was put into a string of it, however often.
 */
export function redactByKey(line: string): string {
  let clean = "";
  let done = 0;
  keyed.lastIndex = 0;
  for (let key = keyed.exec(line); key !== null; key = keyed.exec(line)) {
    const from = keyed.lastIndex;
    const quote = `${key[1]}"`;
    const end = line[from] === "[" ? endOfList(line, from, quote) : endOfText(line, from, quote);
    if (end === from) continue;
    clean += `${line.slice(done, from)}${quote}[redacted]${quote}`;
    done = end;
    keyed.lastIndex = end;
  }
  return clean + line.slice(done);
}

/** Where the text that begins at `from` is over; `from` itself when no text begins there. */
function endOfText(line: string, from: number, quote: string): number {
  if (!line.startsWith(quote, from)) return from;
  const level = quote.length;
  let next = from + level;
  for (;;) {
    const at = line.indexOf('"', next);
    if (at === -1) return line.length;
    const escapes = backslashesBefore(line, at);
    // The string around this one ends: what was put into it had been cut short.
    if (escapes < level - 1) return at - escapes;
    // A backslash of the text itself was doubled at each level, and so was one before a quote.
    if ((escapes - (level - 1)) % (2 * level) === 0) return at + 1;
    next = at + 1;
  }
}

function endOfList(line: string, from: number, quote: string): number {
  let at = from + 1;
  while (at < line.length && line[at] !== "]") {
    const end = endOfText(line, at, quote);
    // The string around the list ends: what was put into it had been cut short.
    if (end === at && line[at] === '"' && backslashesBefore(line, at) < quote.length - 1) {
      return at - backslashesBefore(line, at);
    }
    at = end === at ? at + 1 : end;
  }
  return Math.min(at + 1, line.length);
}

function backslashesBefore(line: string, at: number): number {
  let first = at;
  while (line[first - 1] === "\\") first--;
  return at - first;
}
