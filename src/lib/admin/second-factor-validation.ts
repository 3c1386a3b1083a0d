import { z } from "zod";
import { parseNextPath } from "#lib/auth/next-path.ts";

/** The page to go on to; whatever is none of our signed-in pages counts as none. */
const next = z.string().max(2048).optional().transform(parseNextPath);

/** Six digits, as apps show them: with a space between, too. */
const code = z
  .string({ error: "required" })
  .transform((typed) => typed.replaceAll(/\s/g, ""))
  .pipe(
    z
      .string()
      .min(1, "required")
      .regex(/^\d{6}$/, "code_digits"),
  );

export const beginSchema = z.strictObject({ next });

export const showSchema = z.strictObject({ code, next });

/** `secret` and `uri` come back so that they are still seen after a refusal; they decide nothing. */
export const confirmSchema = z.strictObject({
  factor_id: z.uuid(),
  code,
  next,
  secret: z.string().max(200).optional(),
  uri: z.string().max(1000).optional(),
});

export const removeSchema = z.strictObject({});
