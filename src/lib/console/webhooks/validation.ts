import { z } from "zod";
import { placeWith } from "#shared/keyset.ts";
import { searchText } from "#shared/text.ts";
import { dayFilter, showDay, strictDay } from "../day-filter.ts";

export const deliveryStates = ["waiting", "failing", "processed", "ignored", "set_aside"] as const;
export type DeliveryFilterState = (typeof deliveryStates)[number];

const typeName = z.string().regex(/^[a-z_.]{1,100}$/);
const errorText = searchText(100);
const deliveryPlace = placeWith(z.string().regex(/^\w{1,255}$/));

/** For people: whatever does not fit in an address falls back. */
export const deliveriesQuery = z.object({
  state: z.enum(deliveryStates).nullable().catch(null),
  type: typeName.nullable().catch(null),
  customer: searchText(100).catch(""),
  /** Days of UTC, both included. */
  from: dayFilter,
  to: dayFilter,
  /** Part of what went wrong. */
  error: errorText.catch(""),
  after: deliveryPlace.nullable().catch(null),
  /** The last one of a replay that has not come to its end: it goes on with the next newer. */
  past: deliveryPlace.nullable().catch(null),
});
export type DeliveriesQuery = z.output<typeof deliveriesQuery>;
export type DeliveryFilters = Omit<DeliveriesQuery, "after" | "past">;

const orAny = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .literal("")
    .transform(() => null)
    .or(schema);

/** What is to be replayed: every filter is said, and one that cannot be read widens nothing. */
export const replayMatchingForm = z.strictObject({
  state: orAny(z.enum(deliveryStates)),
  type: orAny(typeName),
  customer: searchText(100),
  from: strictDay,
  to: strictDay,
  error: errorText,
  past: orAny(deliveryPlace),
});
export type ReplayMatching = z.output<typeof replayMatchingForm>;

/** The filters as addresses and forms carry them; what is not set is left out. */
export function showFilters({
  state,
  type,
  customer,
  from,
  to,
  error,
}: DeliveryFilters): Record<string, string> {
  return Object.fromEntries(
    Object.entries({
      state: state ?? "",
      type: type ?? "",
      customer,
      from: from ? showDay(from) : "",
      to: to ? showDay(to) : "",
      error,
    }).filter(([, value]) => value !== ""),
  );
}
