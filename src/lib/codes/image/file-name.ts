/** Letters that Unicode does not take apart into a base and a mark. */
const plainLetters: Record<string, string> = {
  ł: "l",
  Ł: "L",
  ø: "o",
  Ø: "O",
  đ: "d",
  Đ: "D",
  ß: "ss",
  æ: "ae",
  Æ: "AE",
  œ: "oe",
  Œ: "OE",
  ı: "i",
};
const maxAsciiLength = 80;
// In UTF-8 four bytes each at most; file systems take 255 bytes.
const maxCharacters = 60;
const fallback = "qr-code";

/** What a file of any system may be called, in plain ASCII. */
function asciiName(name: string): string {
  const plain = name
    .replace(/[łŁøØđĐßæÆœŒı]/g, (letter) => plainLetters[letter] ?? "")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9_-]+/g, "-")
    .slice(0, maxAsciiLength)
    .replace(/^-+|-+$/g, "");
  return plain || fallback;
}

/** The name as its owner wrote it, without what a file system or an eye could trip over. */
function unicodeName(name: string): string {
  const clean = name
    .toWellFormed()
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd<>:"/\\|?*]+/gu, " ")
    .replace(/\s+/g, " ");
  const short = [...clean].slice(0, maxCharacters).join("");
  return short.replace(/^[. ]+|[. ]+$/g, "") || fallback;
}

/** RFC 8187 §3.2.1: everything but `attr-char` is percent-encoded. */
function encodeExtended(value: string): string {
  return encodeURIComponent(value).replace(
    /['()*!]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * The `Content-Disposition` that saves a drawing under its code's name: an ASCII name for old
 * clients and the real one beside it (RFC 6266). Never carries a character that ends a header.
 */
export function contentDisposition(codeName: string, extension: string): string {
  const plain = `${asciiName(codeName)}.${extension}`;
  const real = `${unicodeName(codeName)}.${extension}`;
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeExtended(real)}`;
}
