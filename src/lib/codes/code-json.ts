import type { Code, ListedCode } from "./code.ts";
import { shortLink } from "./short-link.ts";

/** A code as the HTTP API tells it: instants in ISO 8601, the short link spelled out. */
export function codeJson(code: Code | ListedCode, appUrl: string) {
  return {
    id: code.id,
    slug: code.slug,
    shortLink: shortLink(appUrl, code.slug),
    name: code.name,
    destination: code.destination,
    isActive: code.isActive,
    pauseReason: code.pauseReason,
    pauseNote: code.pauseNote,
    expiresAt: code.expiresAt?.toISOString() ?? null,
    createdAt: code.createdAt.toISOString(),
    updatedAt: code.updatedAt.toISOString(),
    ...("scans" in code ? { scans: code.scans, botScans: code.botScans } : {}),
  };
}
