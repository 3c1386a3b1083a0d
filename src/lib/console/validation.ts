import { z } from "zod";
import { Refusal } from "#shared/errors.ts";

const eventId = z.string().regex(/^evt_\w{1,250}$/);

export const replayForm = z.strictObject({ event: eventId });
export const nothing = z.strictObject({});

/** An event's id out of an address. @throws Refusal `not_found` for what cannot be one */
export function parseEventId(value: string): string {
  const parsed = eventId.safeParse(value);
  if (!parsed.success) throw new Refusal("not_found");
  return parsed.data;
}
