import type { PromoCode } from "./code-store.ts";
import type { PromoState } from "./validation.ts";

/** Why a code cannot be redeemed, the first of several; `active` when it can. */
export function promoStateOf(
  { isActive, uses, maxUses, endsAt }: Pick<PromoCode, "isActive" | "uses" | "maxUses" | "endsAt">,
  now: Date,
): PromoState {
  if (!isActive) return "inactive";
  if (endsAt !== null && endsAt <= now) return "expired";
  return maxUses !== null && uses >= maxUses ? "used_up" : "active";
}
