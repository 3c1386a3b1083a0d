"use client";

import { useTranslations } from "next-intl";
import { PasswordField } from "#components/auth/password-field.tsx";
import { useForm } from "#components/form/use-form.ts";
import { Field } from "#components/ui/field.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { Input } from "#components/ui/input.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { deleteAccount } from "#lib/account/actions.ts";
import { routes } from "#shared/routes.ts";

const consequences = ["codes", "plan", "undo", "erased", "kept"] as const;

type DeleteAccountFormProps = { email: string; undoDays: number };

export function DeleteAccountForm({ email, undoDays }: DeleteAccountFormProps) {
  const t = useTranslations("account.delete");
  const password = useTranslations("account.password");
  const { form, message, errorsOf, typed, state } = useForm(deleteAccount);
  const refusal = () => {
    if (state.status !== "refused") return null;
    const { code, values } = state;
    if (values.reason === "only_owner") return t("onlyOwner", { workspace: String(values.workspace) });
    // The plan may have ended before the silence began: "nothing was changed" would be too much.
    return code === "unavailable" ? t("unavailable") : message;
  };
  return (
    <form {...form} className="grid max-w-2xl justify-items-start gap-4">
      <ul className="grid list-disc gap-1.5 ps-5">
        {consequences.map((what) => (
          <li key={what}>{t(what, { days: undoDays })}</li>
        ))}
      </ul>
      <FormMessage>{refusal()}</FormMessage>
      <div className="grid w-full items-start gap-4 sm:grid-cols-2">
        <Field
          name="confirmation"
          label={t("confirmation")}
          hint={<span className="break-all">{t("confirmationHint", { email })}</span>}
          error={errorsOf("confirmation")}
        >
          {(control) => (
            <Input
              {...control}
              required
              inputMode="email"
              autoComplete="off"
              autoCapitalize="none"
              autoCorrect="off"
              spellCheck={false}
              maxLength={254}
              defaultValue={typed("confirmation")}
            />
          )}
        </Field>
        <PasswordField
          name="current_password"
          label={t("password")}
          autoComplete="current-password"
          errors={errorsOf("current_password")}
        />
      </div>
      <div className="flex w-full flex-wrap items-center gap-x-4 gap-y-3">
        <SubmitButton variant="danger">{t("submit")}</SubmitButton>
        <p className="text-sm text-ink-soft">
          {password("unknown")} <TextLink href={routes.forgotPassword}>{password("forgot")}</TextLink>
        </p>
      </div>
    </form>
  );
}
