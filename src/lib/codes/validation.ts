import { z } from "zod";
import { env } from "#lib/env/server.ts";
import { Refusal } from "#shared/errors.ts";
import { lineOfText, linesOfText } from "#shared/text.ts";
import { parseDestination } from "./destination.ts";
import { parseExpiry } from "./expiry.ts";
import { parseCustomSlug } from "./slug.ts";

/** The hosts of our own short links: a code that leads to one would lead in a circle. */
function ownHosts(): string[] {
  return [new URL(env().APP_URL).host];
}

const name = lineOfText(100, "name_long").min(1, { error: "required" });

const destination = z.string({ error: "required" }).transform((raw, context) => {
  const parsed = parseDestination(raw, ownHosts());
  if (parsed.ok) return parsed.href;
  context.addIssue({ code: "custom", message: parsed.reason });
  return z.NEVER;
});

const customSlug = z.string().transform((raw, context) => {
  if (raw.trim() === "") return null;
  const parsed = parseCustomSlug(raw);
  if (parsed.ok) return parsed.slug;
  context.addIssue({ code: "custom", message: parsed.reason });
  return z.NEVER;
});

const pauseNote = linesOfText(300, "note_long").transform((note) => note || null);

/** A form sends the wall-clock time of a `datetime-local` field and the reader's time zone. */
const formExpiry = z
  .object({ local: z.string().default(""), timeZone: z.string().default("UTC") })
  .transform(({ local, timeZone }, context) => addedExpiry(local, timeZone, context));

const isoExpiry = z.iso
  .datetime({ offset: true, error: "expiry_invalid" })
  .transform((text, context) => addedExpiry(new Date(text).toISOString().slice(0, 19), "UTC", context))
  .nullable();

function addedExpiry(local: string, timeZone: string, context: z.RefinementCtx): Date | null {
  const parsed = parseExpiry(local, timeZone, new Date());
  if (parsed.ok) return parsed.expiresAt;
  context.addIssue({ code: "custom", message: parsed.reason });
  return z.NEVER;
}

/**
 * Joins the fields of an expiry into one. One that was not touched is left out, so that a code
 * that has expired can still be renamed.
 */
function joinExpiry(form: unknown): unknown {
  if (typeof form !== "object" || form === null) return form;
  const { expiresAt, timeZone, expiresAtBefore, ...rest } = form as Record<string, unknown>;
  if (expiresAtBefore !== undefined && expiresAt === expiresAtBefore) return rest;
  return { ...rest, expiresAt: { local: expiresAt, timeZone } };
}

export const createCodeForm = z.preprocess(
  joinExpiry,
  z.strictObject({ name, destination, slug: customSlug.default(null), expiresAt: formExpiry }),
);

const id = z.uuid();

export const updateCodeForm = z.preprocess(
  joinExpiry,
  z.strictObject({ id, version: z.iso.datetime(), name, destination, expiresAt: formExpiry.optional() }),
);

export const codeIdForm = z.strictObject({ id });
export const pauseCodeForm = z.strictObject({ id, note: pauseNote.default(null) });

export const createCodeBody = z.strictObject({
  name,
  destination,
  slug: customSlug.nullable().default(null),
  expiresAt: isoExpiry.default(null),
});

export const updateCodeBody = z.strictObject({
  name: name.optional(),
  destination: destination.optional(),
  expiresAt: isoExpiry.optional(),
  isActive: z.boolean().optional(),
  pauseNote: pauseNote.nullable().optional(),
});

export type CreateCode = z.output<typeof createCodeBody>;
export type UpdateCode = z.output<typeof updateCodeBody>;

/** @throws Refusal `not_found`: what is no id can be nobody's code */
export function parseCodeId(unverifiedId: string): string {
  const parsed = id.safeParse(unverifiedId);
  if (!parsed.success) throw new Refusal("not_found");
  return parsed.data;
}
