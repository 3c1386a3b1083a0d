import { z } from "zod";
import { reasonText } from "#lib/admin/reason.ts";
import { platformScopes } from "#lib/api-keys/scopes.ts";
import { gatherScopes } from "#lib/api-keys/validation.ts";
import { place } from "#shared/keyset.ts";
import { lineOfText, searchText } from "#shared/text.ts";

export const createPlatformKeyForm = z.preprocess(
  (form) => gatherScopes(form, platformScopes),
  z.strictObject({
    name: lineOfText(100, "name_long").min(1, { error: "required" }),
    scopes: z.array(z.enum(platformScopes)).min(1, { error: "scopes_required" }),
  }),
);
export type CreatePlatformKey = z.output<typeof createPlatformKeyForm>;

export const revokeAnyKeyForm = z.strictObject({ id: z.uuid(), reason: reasonText });

export const keyOwners = ["platform", "workspaces"] as const;

/** For people: whatever does not fit in an address falls back. */
export const keysQuery = z.object({
  /** Whose keys: those of other programs of ours, or those that customers have made. */
  of: z.enum(keyOwners).catch("platform"),
  q: searchText(100).catch(""),
  after: place.nullable().catch(null),
});
export type KeysQuery = z.output<typeof keysQuery>;

/** The filters as addresses carry them; what is not set is left out. */
export function showKeysQuery({ of, q }: Omit<KeysQuery, "after">): Record<string, string> {
  return { ...(of === "workspaces" && { of }), ...(q && { q }) };
}
