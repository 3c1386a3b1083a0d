import { z } from "zod";
import { lineOfText } from "#shared/text.ts";
import { parseNextPath } from "./next-path.ts";
import { findPasswordProblem } from "./password-rules.ts";

/** An address as it is stored: trimmed and in lower case. */
export const email = z
  .string({ error: "required" })
  .trim()
  .min(1, { error: "required" })
  .max(254, { error: "too_long" })
  .pipe(z.email({ error: "email_invalid" }))
  .transform((address) => address.toLowerCase());

export const personName = lineOfText(100, "name_long");

/** A password that somebody already has: only its size is looked at. */
export const currentPassword = z
  .string({ error: "required" })
  .min(1, { error: "required" })
  .max(1024, { error: "too_long" });

export const newPassword = z.string({ error: "required" }).superRefine((password, context) => {
  const problem = password === "" ? "required" : findPasswordProblem(password);
  if (problem) context.addIssue({ code: "custom", message: problem });
});

/** The page to go on to; whatever is none of our signed-in pages counts as none. */
const next = z.string().max(2048).optional().transform(parseNextPath);

export const signUpSchema = z
  .strictObject({ name: personName.default(""), email, password: newPassword, next })
  .superRefine(({ email, password }, context) => {
    // What is wrong without the address has been said already.
    const problem = findPasswordProblem(password) === null && findPasswordProblem(password, email);
    if (problem) context.addIssue({ code: "custom", path: ["password"], message: problem });
  });

export const signUpByLinkSchema = z.strictObject({ name: personName.default(""), email, next });

export const signInSchema = z.strictObject({ email, password: currentPassword, next });
export const signInByLinkSchema = z.strictObject({ email, next });
export const emailSchema = z.strictObject({ email, next });

/** What the mails that are sent without a session are for. */
export const mailKinds = ["sign-up", "sign-in", "recovery"] as const;
export type MailKind = (typeof mailKinds)[number];

export const resendSchema = z.strictObject({ email, kind: z.enum(mailKinds), next });

/** The kinds of link that our mails carry, by Supabase's names. */
export const linkTypes = ["signup", "magiclink", "recovery", "email_change"] as const;
export type LinkType = (typeof linkTypes)[number];

export const linkSchema = z.strictObject({
  token_hash: z.string().regex(/^[\w-]{16,256}$/),
  type: z.enum(linkTypes),
  next,
});
export type MailedLink = z.output<typeof linkSchema>;

export const newPasswordSchema = z.strictObject({ password: newPassword, next });
