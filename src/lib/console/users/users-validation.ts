import { z } from "zod";
import { sources } from "#lib/entitlements/resolve.ts";
import { tiers } from "#lib/entitlements/tiers.ts";
import { place } from "#shared/keyset.ts";
import { searchText } from "#shared/text.ts";
import { dayFilter, showDay } from "../day-filter.ts";

/** How an account stands, the one that shuts out the others first. */
export const accountStates = ["erased", "leaving", "paused", "active"] as const;
export type AccountState = (typeof accountStates)[number];

export const platformRoles = ["USER", "ADMIN"] as const;

/** For people: whatever does not fit in an address falls back. */
export const usersQuery = z.object({
  /** The beginning of any word of an address of mail or a name, or a whole id. */
  q: searchText(300).catch(""),
  tier: z.enum(tiers).nullable().catch(null),
  source: z.enum(sources).nullable().catch(null),
  state: z.enum(accountStates).nullable().catch(null),
  role: z.enum(platformRoles).nullable().catch(null),
  /** Days of UTC of the sign-up, both included. */
  from: dayFilter,
  to: dayFilter,
  after: place.nullable().catch(null),
});
export type UsersQuery = z.output<typeof usersQuery>;
export type UsersFilters = Omit<UsersQuery, "after">;

/** The filters as addresses carry them; what is not set is left out. */
export function showUsersFilters({ q, tier, source, state, role, from, to }: UsersFilters) {
  const texts = { q, tier, source, state, role, from: from && showDay(from), to: to && showDay(to) };
  return Object.fromEntries(
    Object.entries(texts).flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : [])),
  );
}

/** What is searched for when it is an id, and of what. */
export function readId(q: string): { kind: "uuid" | "customer"; id: string } | null {
  if (z.uuid().safeParse(q.toLowerCase()).success) return { kind: "uuid", id: q.toLowerCase() };
  return /^cus_\w{1,250}$/.test(q) ? { kind: "customer", id: q } : null;
}
