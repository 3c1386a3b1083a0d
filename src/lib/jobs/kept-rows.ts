import type { Kept } from "#lib/audit/apply-retention.ts";
import { type AuditCategory, auditCategories } from "#lib/audit/categories.ts";
import { removeDueAudit } from "#lib/audit/remove-due-audit.ts";
import { removeDueEvents } from "#lib/billing/webhooks/remove-due-events.ts";
import type { Env } from "#lib/env/server.ts";
import { removeDueMails } from "#lib/mails/store.ts";

type Days = Pick<Env, Extract<keyof Env, `RETENTION_${string}`>>;

const auditDays: Record<AuditCategory, keyof Days> = {
  chatter: "RETENTION_AUDIT_CHATTER_DAYS",
  money: "RETENTION_AUDIT_MONEY_DAYS",
  acts: "RETENTION_AUDIT_ACTS_DAYS",
};

/** Every kind of rows that are not kept for ever, and for how long the configuration keeps each. */
export function keptRows(days: Days): Kept[] {
  return [
    { what: "deliveries", days: days.RETENTION_DELIVERIES_DAYS, remove: removeDueEvents },
    { what: "mails", days: days.RETENTION_MAILS_DAYS, remove: removeDueMails },
    ...auditCategories.map((category): Kept => {
      return {
        what: `audit_${category}`,
        days: days[auditDays[category]],
        remove: (tx, before, most) => removeDueAudit(tx, category, before, most),
      };
    }),
  ];
}
