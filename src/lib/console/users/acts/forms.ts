import { z } from "zod";
import { reasonText } from "#lib/admin/reason.ts";
import { Refusal } from "#shared/errors.ts";
import { lineOfText } from "#shared/text.ts";

const id = z.uuid();
/** A box that is ticked says `on`; one that is not says nothing. */
const ticked = z
  .literal("on")
  .optional()
  .transform((word) => word !== undefined);

export const roleForm = z.strictObject({
  profileId: id,
  role: z.enum(["USER", "ADMIN"]),
  reason: reasonText,
});
export type ChangeRole = z.output<typeof roleForm>;

export const pauseForm = z.strictObject({ profileId: id, reason: reasonText, withCodes: ticked });
export type PauseAccount = z.output<typeof pauseForm>;

/** Somebody else's second factor, which they have lost. */
export const factorForm = z.strictObject({ profileId: id, reason: reasonText });

export const personForm = z.strictObject({ profileId: id });
export type OfPerson = z.output<typeof personForm>;

export const mostDays = 3_650;
const days = z.coerce
  .number({ error: "promo_days" })
  .int({ error: "promo_days" })
  .min(1, { error: "promo_days" })
  .max(mostDays, { error: "promo_days" });

export const daysForm = z.strictObject({
  workspaceId: id,
  days,
  /** Made with the form: sent twice, it counts once. */
  form: id,
  reason: lineOfText(500).default(""),
});
export type GrantDays = z.output<typeof daysForm>;

export const trialForm = z.strictObject({ workspaceId: id, reason: reasonText });
export type EndTrial = z.output<typeof trialForm>;

export const workspaceForm = z.strictObject({ workspaceId: id });
export type OfWorkspace = z.output<typeof workspaceForm>;

export const deletionForm = z.strictObject({ profileId: id, reason: reasonText, immediately: ticked });
export type DeleteAccount = z.output<typeof deletionForm>;

/** A person's id out of an address. @throws Refusal `not_found` for what cannot be one */
export function parsePersonId(value: string): string {
  const parsed = id.safeParse(value);
  if (!parsed.success) throw new Refusal("not_found");
  return parsed.data;
}
