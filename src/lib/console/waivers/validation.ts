import { z } from "zod";
import { reasonText } from "#lib/admin/reason.ts";
import { waivedTiers } from "#lib/waivers/validation.ts";
import { place } from "#shared/keyset.ts";
import { searchText } from "#shared/text.ts";
import { utcEnd } from "#shared/utc-input.ts";

export const grantWaiverForm = z.strictObject({
  workspaceId: z.uuid({ error: "required" }),
  tier: z.enum(waivedTiers, { error: "required" }),
  reason: reasonText,
  endsAt: utcEnd,
});

export const revokeWaiverForm = z.strictObject({ workspaceId: z.uuid(), reason: reasonText });

export const waiverStates = ["live", "ended", "revoked"] as const;
export type WaiverState = (typeof waiverStates)[number];

/** For people: whatever does not fit in an address falls back. */
export const waiversQuery = z.object({
  q: searchText(100).catch(""),
  state: z.enum(waiverStates).nullable().catch(null),
  after: place.nullable().catch(null),
  /** Whom the form is to be for. */
  find: searchText(100).catch(""),
});
export type WaiversQuery = z.output<typeof waiversQuery>;

/** The filters as addresses carry them; what is not set is left out. */
export function showWaiversQuery({ q, state, find }: Omit<WaiversQuery, "after">): Record<string, string> {
  return { ...(q && { q }), ...(state && { state }), ...(find && { find }) };
}
