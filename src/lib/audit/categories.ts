/** Rows of the audit are kept for as long as their category says. */
export const auditCategories = ["chatter", "money", "acts"] as const;
export type AuditCategory = (typeof auditCategories)[number];

/**
 * By the word before the dot. `chatter` follows from something that is told elsewhere, `money` is
 * what was bought, paid and given back, `acts` is what people and admins did with their rights.
 */
const categories = {
  access: "chatter",
  account: "acts",
  api_key: "acts",
  audit: "acts",
  billing: "acts",
  codes: "chatter",
  customer: "money",
  denial: "chatter",
  discount: "money",
  dispute: "money",
  job: "acts",
  override: "acts",
  payment_method: "chatter",
  profile: "acts",
  promo: "acts",
  promo_batch: "acts",
  promo_code: "acts",
  refund: "money",
  retention: "acts",
  revenue: "acts",
  second_factor: "acts",
  subscription: "money",
  trial: "acts",
  waiver: "acts",
  warning: "chatter",
  webhook: "acts",
} as const satisfies Record<string, AuditCategory>;

/** What is done, such as `subscription.changed`: one that has no category does not compile. */
export type AuditAction = `${keyof typeof categories}.${string}`;

/** @returns null for an action that nothing here writes: how long it is kept is not known */
export function categoryOf(action: string): AuditCategory | null {
  const [kind = ""] = action.split(".");
  // SAFETY: `kind` is one of the table's own keys.
  return Object.hasOwn(categories, kind) ? categories[kind as keyof typeof categories] : null;
}
