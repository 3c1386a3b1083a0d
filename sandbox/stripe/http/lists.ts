import type { Context } from "../context.ts";
import type { Documents, Kind, Stored } from "../store/documents.ts";
import type { Filter } from "../store/store.ts";
import { invalid, missing } from "./errors.ts";

export type Paging = { limit?: number; starting_after?: string; ending_before?: string };
export type Range = number | { gt?: number; gte?: number; lt?: number; lte?: number };

export type StripeList<T> = { object: "list"; data: T[]; has_more: boolean; url: string };

export function listOf<T>(url: string, data: T[]): StripeList<T> {
  return { object: "list", data, has_more: false, url };
}

/** A page of documents, newest first, as Stripe cuts it. */
export function listPage<K extends Kind>(
  ctx: Context,
  kind: K,
  url: string,
  paging: Paging,
  options: {
    filter?: Filter;
    accepts?: (stored: Stored<K>) => boolean;
    /** Everything older is not wanted either. */
    isTooOld?: (stored: Stored<K>) => boolean;
  } = {},
): StripeList<Documents[K]> {
  const limit = paging.limit ?? 10;
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw invalid(`Invalid limit: ${limit} must be between 1 and 100`, "limit", "parameter_invalid_integer");
  }
  if (paging.starting_after !== undefined && paging.ending_before !== undefined) {
    throw invalid(
      "You may only specify one of these parameters: starting_after, ending_before.",
      "ending_before",
    );
  }
  const accepts = options.accepts ?? (() => true);
  const filter = options.filter ?? {};
  if (paging.ending_before !== undefined) {
    const edge = find(ctx, kind, paging.ending_before, "ending_before");
    const newer: Stored<K>[] = [];
    for (const stored of ctx.store.list(kind, filter)) {
      if (stored.seq <= edge.seq) break;
      if (accepts(stored)) newer.push(stored);
    }
    const data = newer.slice(-limit).map((stored) => stored.body);
    return { object: "list", data, has_more: newer.length > limit, url };
  }
  const before =
    paging.starting_after === undefined
      ? undefined
      : find(ctx, kind, paging.starting_after, "starting_after").seq;
  const data: Documents[K][] = [];
  for (const stored of ctx.store.list(kind, filter, before)) {
    if (options.isTooOld?.(stored)) break;
    if (!accepts(stored)) continue;
    if (data.length === limit) return { object: "list", data, has_more: true, url };
    data.push(stored.body);
  }
  return { object: "list", data, has_more: false, url };
}

function find<K extends Kind>(ctx: Context, kind: K, id: string, param: string): Stored<K> {
  const stored = ctx.store.find(kind, id);
  if (stored === null) throw missing(kind.replaceAll("_", " "), id, param);
  return stored;
}

export function isWithin(value: number, range: Range | undefined): boolean {
  if (range === undefined) return true;
  if (typeof range === "number") return value === range;
  return (
    (range.gt === undefined || value > range.gt) &&
    (range.gte === undefined || value >= range.gte) &&
    (range.lt === undefined || value < range.lt) &&
    (range.lte === undefined || value <= range.lte)
  );
}

/** Below the range: in a list that runs back in time nothing wanted follows. */
export function isBefore(value: number, range: Range | undefined): boolean {
  if (range === undefined) return false;
  if (typeof range === "number") return value < range;
  return (range.gt !== undefined && value <= range.gt) || (range.gte !== undefined && value < range.gte);
}
