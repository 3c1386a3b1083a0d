import type { Context } from "../context.ts";
import { missing } from "../http/errors.ts";
import type { Kind, Stored } from "../store/documents.ts";
import type { Filter } from "../store/store.ts";

export function requireOne<K extends Kind>(ctx: Context, kind: K, id: string, param?: string): Stored<K> {
  const stored = ctx.store.find(kind, id);
  if (stored === null) throw missing(kind, id, param);
  return stored;
}

/** Refunds and disputes are found by their charge or by its intent. */
export function ofCharge(params: { charge?: string; payment_intent?: string }): Filter {
  return {
    ...(params.charge === undefined ? {} : { customer: params.charge }),
    ...(params.payment_intent === undefined ? {} : { ref: params.payment_intent }),
  };
}
