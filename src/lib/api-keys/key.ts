import { createHash, randomBytes } from "node:crypto";

const secretBytes = 32;
const shape = /^dqr_[\w-]{43}$/;
const shownCharacters = 10;

/** A new key: the text is shown once and never kept. */
export function makeKey(random: (bytes: number) => Buffer = randomBytes) {
  const text = `dqr_${random(secretBytes).toString("base64url")}`;
  return { text, prefix: text.slice(0, shownCharacters), hash: hashKey(text) };
}

/** 256 random bits need no salt and no slow hash: there is nothing to guess. */
export function hashKey(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Whether the caller means to be known by a key, a bad one included. */
export function bringsKey(authorization: string | null): boolean {
  return /^bearer(\s|$)/i.test(authorization ?? "");
}

/** The key out of an `Authorization` header, or null for what cannot be one. */
export function parseBearerKey(authorization: string | null): string | null {
  const token = /^bearer (\S+)$/i.exec(authorization ?? "")?.[1];
  return token !== undefined && shape.test(token) ? token : null;
}
