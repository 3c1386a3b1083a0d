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
    const isFound = expandPath(ctx, answer, path.split("."), included, null);
    if (!isFound) throw invalid(`This property cannot be expanded (${path}).`, "expand[0]");
  }
}

function expandPath(
  ctx: Context,
  value: unknown,
  path: string[],
  included: Record<string, Included>,
  /** What a part without a name of its own belongs to. */
  owner: { name: string; object: Json } | null,
): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return true;
  if (Array.isArray(value)) {
    return (
      value.length === 0 || value.map((item) => expandPath(ctx, item, path, included, owner)).some(Boolean)
    );
  }
  if (typeof value !== "object" || value === null) return false;
  const holder = value as Json;
  const here = holder.object === undefined ? owner : { name: String(holder.object), object: holder };
  const name = `${here?.name}.${key}`;
  const include = included[name];
  const within = here === null ? null : { name, object: here.object };
  if (include !== undefined) {
    // Stays as it is where another path has opened it already.
    if (holder[key] === undefined || rest.length === 0) holder[key] = include(ctx, here?.object ?? holder);
    return rest.length === 0 || holder[key] === null || expandPath(ctx, holder[key], rest, included, within);
  }
  if (!(key in holder)) return false;
  const child = holder[key];
  if (child === null) return true;
  if (typeof child === "string") {
    const found = load(ctx, key, child);
    // Codes outlive their coupon, of which the id is left then.
    if (found === null) return key === "coupon";
    holder[key] = found;
  } else if (Array.isArray(child)) {
    holder[key] = child.map((item) => (typeof item === "string" ? (load(ctx, key, item) ?? item) : item));
  }
  return rest.length === 0 || expandPath(ctx, holder[key], rest, included, within);
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
