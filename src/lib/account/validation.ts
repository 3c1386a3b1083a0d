import { z } from "zod";
import { currentPassword, email, newPassword, personName } from "#lib/auth/validation.ts";
import { usageMailChoices } from "#lib/mails/usage-mails.ts";
import { locales } from "#shared/locale.ts";

export const nameSchema = z.strictObject({ name: personName.min(1, { error: "required" }) });

export const emailChangeSchema = z.strictObject({ email, current_password: currentPassword });

export const passwordChangeSchema = z.strictObject({
  current_password: currentPassword,
  password: newPassword,
});

export const languageSchema = z.strictObject({ locale: z.enum(locales) });

export const usageMailsSchema = z.strictObject({ usage_mails: z.enum(usageMailChoices) });

/** What has to be typed is the account's own address, in any case. */
export const deletionSchema = z.strictObject({ confirmation: email, current_password: currentPassword });

export const emptySchema = z.strictObject({});
