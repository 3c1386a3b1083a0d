import { createHash } from "node:crypto";
import { sources, verdicts } from "../resolve.ts";
import { featuresOf, limitsOf, tiers } from "../tiers.ts";

/** Raised when `resolve` comes to judge the same facts otherwise, with the same ladder. */
const rules = 1;

/**
 * What an answer depends on besides facts and time. Processes of two builds, or with the gate open
 * and closed, have two of them, and so never read each other's answers.
 */
export function fingerprint(isGated: boolean): string {
  const ladder = tiers.map((tier) => [tier, featuresOf(tier), limitsOf(tier)]);
  const text = JSON.stringify([rules, isGated, sources, verdicts, ladder]);
  return createHash("sha256").update(text).digest("base64url").slice(0, 16);
}
