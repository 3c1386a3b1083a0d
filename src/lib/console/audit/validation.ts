import { z } from "zod";
import { auditCategories } from "#lib/audit/categories.ts";
import { placeWith } from "#shared/keyset.ts";
import { searchText } from "#shared/text.ts";
import { dayFilter, showDay } from "../day-filter.ts";

/** Who can have done something, by the word before the colon. */
export const actorKinds = ["admin", "api_key", "profile", "stripe", "system"] as const;
export type ActorKind = (typeof actorKinds)[number];

/** For people: whatever does not fit in an address falls back. */
export const auditQuery = z.object({
  kind: z.enum(actorKinds).nullable().catch(null),
  /** Who did it: an address of mail, an id, or as the audit has it. */
  actor: searchText(300).catch(""),
  action: z
    .string()
    .regex(/^[a-z_]{1,60}\.[a-z_]{1,60}$/)
    .nullable()
    .catch(null),
  category: z.enum(auditCategories).nullable().catch(null),
  /** What it was done to: an address of mail, an id, or as the audit has it. */
  subject: searchText(300).catch(""),
  workspace: z.uuid().nullable().catch(null),
  /** Days of UTC, both included. */
  from: dayFilter,
  to: dayFilter,
  after: placeWith(z.string().regex(/^\d{1,18}$/))
    .nullable()
    .catch(null),
});
export type AuditQuery = z.output<typeof auditQuery>;
export type AuditFilters = Omit<AuditQuery, "after">;

/** The filters as addresses and forms carry them; what is not set is left out. */
export function showAuditFilters({ from, to, ...rest }: AuditFilters): Record<string, string> {
  const { kind, actor, action, category, subject, workspace } = rest;
  return Object.fromEntries(
    Object.entries({
      ...{ kind: kind ?? "", actor, action: action ?? "", category: category ?? "", subject },
      ...{ workspace: workspace ?? "", from: from ? showDay(from) : "", to: to ? showDay(to) : "" },
    }).filter(([, value]) => value !== ""),
  );
}
