import type { SupabaseClient } from "@supabase/supabase-js";
import { toRefusal } from "./auth-errors.ts";

/** The calls of second factors that need the secret key. */
export type FactorAdmin = Pick<SupabaseClient["auth"]["admin"]["mfa"], "listFactors" | "deleteFactor">;

/**
 * Removes whatever second factors a person has.
 * @returns how many there were
 * @throws Refusal `unavailable`
 */
export async function deleteFactors(admin: FactorAdmin, userId: string): Promise<number> {
  const { data, error } = await admin.listFactors({ userId });
  if (error) throw toRefusal(error);
  for (const { id } of data.factors) {
    const { error: kept } = await admin.deleteFactor({ userId, id });
    if (kept && kept.code !== "mfa_factor_not_found") throw toRefusal(kept);
  }
  return data.factors.length;
}
