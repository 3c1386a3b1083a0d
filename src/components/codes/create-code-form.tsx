"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { UpgradeCTA } from "#components/billing/upgrade-cta.tsx";
import { useForm } from "#components/form/use-form.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { Field } from "#components/ui/field.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { Input } from "#components/ui/input.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { createCodeAction } from "#lib/codes/actions.ts";
import { parseCustomSlug } from "#lib/codes/slug.ts";
import { routes } from "#shared/routes.ts";
import { CodeDrawing } from "./code-drawing.tsx";
import { ExpiryField } from "./expiry-field.tsx";

/** Stands where the slug will be drawn by lot; as long as those are. */
const sampleSlug = "abcdefghj";

type Props = { linkBase: string };

export function CreateCodeForm({ linkBase }: Props) {
  const t = useTranslations("codes.form");
  const { form, message, errorsOf, typed, state } = useForm(createCodeAction);
  const [slug, setSlug] = useState("");
  const chosen = parseCustomSlug(slug);
  const link = `${linkBase}${chosen.ok ? chosen.slug : sampleSlug}`;

  // Full by now, perhaps from another tab: what was typed would lead nowhere.
  if (state.status === "refused" && state.code === "plan_limit") {
    return <UpgradeCTA feature="create" limit={Number(state.values.limit)} />;
  }
  return (
    <form {...form} className="grid gap-8 md:grid-cols-[minmax(0,1fr)_16rem]">
      <div className="grid content-start gap-5">
        <FormMessage>{message}</FormMessage>
        <Field name="name" label={t("name")} hint={t("name_hint")} error={errorsOf("name")}>
          {(control) => (
            <Input {...control} required maxLength={100} defaultValue={typed("name")} autoComplete="off" />
          )}
        </Field>
        <Field
          name="destination"
          label={t("destination")}
          hint={t("destination_hint")}
          error={errorsOf("destination")}
        >
          {(control) => (
            <Input
              {...control}
              required
              inputMode="url"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={2100}
              placeholder="https://"
              defaultValue={typed("destination")}
              autoComplete="off"
            />
          )}
        </Field>
        <Field
          name="slug"
          label={t("slug")}
          note={t("optional")}
          hint={t("slug_hint", { link: linkBase })}
          error={errorsOf("slug")}
        >
          {(control) => (
            <Input
              {...control}
              autoCapitalize="none"
              spellCheck={false}
              maxLength={80}
              defaultValue={typed("slug")}
              onChange={(event) => setSlug(event.target.value)}
              autoComplete="off"
            />
          )}
        </Field>
        <ExpiryField
          expiresAt={null}
          typed={typed("expiresAt") || undefined}
          errors={errorsOf("expiresAt")}
        />
        <div className="flex flex-wrap gap-3">
          <SubmitButton>{t("create")}</SubmitButton>
          <ButtonLink href={routes.dashboard} variant="ghost">
            {t("cancel")}
          </ButtonLink>
        </div>
      </div>
      <figure className="order-first grid content-start gap-3 md:order-none">
        <CodeDrawing
          text={link}
          label={t("preview_label")}
          className={classNames("w-40 border border-rule md:w-full", !chosen.ok && "opacity-40")}
        />
        <figcaption className="text-sm text-ink-soft">
          {chosen.ok ? <span className="break-all font-mono">{link}</span> : t("preview_sample")}
        </figcaption>
      </figure>
    </form>
  );
}
