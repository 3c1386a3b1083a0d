import type { Context } from "../context.ts";
import type { Kind } from "../store/documents.ts";
import { invalid } from "./errors.ts";

/** Kinds by the prefix of their ids. */
const kindByPrefix: Record<string, Kind> = {
  cus: "customer",
  prod: "product",
  price: "price",
  promo: "promotion_code",
  di: "discount",
  pm: "payment_method",
  sub: "subscription",
  in: "invoice",
  ii: "invoice_item",
  inpay: "invoice_payment",
  pi: "payment_intent",
  seti: "setup_intent",
  ch: "charge",
  re: "refund",
  du: "dispute",
  bpc: "portal_configuration",
  clock: "test_clock",
};

type Json = Record<string, unknown>;
export type Included = (ctx: Context, object: Json) => unknown;

/** Replaces ids by the objects they name, and adds what is only there on request. */
export function expand(
  ctx: Context,
  answer: unknown,
  paths: string[],
  included: Record<string, Included>,
): void {
  for (const path of paths) {
    const isFound = expandPath(ctx, answer, path.split("."), included);
    if (!isFound) throw invalid(`This property cannot be expanded (${path}).`, "expand[0]");
  }
}

function expandPath(
  ctx: Context,
  value: unknown,
  path: string[],
  included: Record<string, Included>,
): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return true;
  if (Array.isArray(value)) {
    return value.length === 0 || value.map((item) => expandPath(ctx, item, path, included)).some(Boolean);
  }
  if (typeof value !== "object" || value === null) return false;
  const holder = value as Json;
  const include = included[`${String(holder.object)}.${key}`];
  if (include !== undefined) {
    // Stays as it is where another path has opened it already.
    if (holder[key] === undefined || rest.length === 0) holder[key] = include(ctx, holder);
    return rest.length === 0 || holder[key] === null || expandPath(ctx, holder[key], rest, included);
  }
  if (!(key in holder)) return false;
  const child = holder[key];
  if (child === null) return true;
  if (typeof child === "string") {
    const found = load(ctx, key, child);
    if (found === null) return false;
    holder[key] = found;
  } else if (Array.isArray(child)) {
    holder[key] = child.map((item) => (typeof item === "string" ? (load(ctx, key, item) ?? item) : item));
  }
  return rest.length === 0 || expandPath(ctx, holder[key], rest, included);
}

function load(ctx: Context, key: string, id: string): Json | null {
  const prefix = id.slice(0, id.indexOf("_"));
  let kind = kindByPrefix[prefix];
  if (id.startsWith("sub_sched_")) kind = "schedule";
  if (key === "coupon") kind = "coupon";
  if (id.startsWith("cs_")) kind = "session";
  const stored = kind === undefined ? null : ctx.store.find(kind, id);
  // A deleted customer is not expanded to more than its id.
  return stored === null ? null : (structuredClone(stored.body) as unknown as Json);
}
