"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { Field } from "#components/ui/field.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { Select } from "#components/ui/select.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { routing } from "#i18n/routing.ts";
import { saveLanguage } from "#lib/account/actions.ts";

export function LanguageForm({ locale }: { locale: string }) {
  const t = useTranslations("account.language");
  const languages = useTranslations("ui.languages");
  const { form, message, errorsOf, typed } = useForm(saveLanguage);
  const chosen = typed("locale", locale);
  return (
    <form {...form} className="grid justify-items-start gap-4">
      <FormMessage>{message}</FormMessage>
      <Field name="locale" label={t("label")} error={errorsOf("locale")} className="w-full">
        {(control) => (
          // A select takes its default once only, so another choice is another select.
          <Select {...control} key={chosen} defaultValue={chosen} className="max-w-64">
            {routing.locales.map((language) => (
              <option key={language} value={language} lang={language}>
                {languages(language)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <SubmitButton>{t("submit")}</SubmitButton>
    </form>
  );
}
