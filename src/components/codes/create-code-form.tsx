"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "#components/form/use-form.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { ClosedGate } from "#lib/billing/closed-gate.ts";
import { createCodeAction } from "#lib/codes/actions.ts";
import { parseCustomSlug } from "#lib/codes/slug.ts";
import { routes } from "#shared/routes.ts";
import { CodeDrawing } from "./code-drawing.tsx";
import { DestinationField, NameField } from "./code-fields.tsx";
import { ExpiryField } from "./expiry-field.tsx";
import { FormRefusal } from "./form-refusal.tsx";
import { SlugField } from "./slug-field.tsx";

/** Stands where the slug will be drawn by lot; as long as those are. */
const sampleSlug = "abcdefghj";

type Props = {
  linkBase: string;
  /** What the plan does not open; null for what it does. */
  closed: { slug: ClosedGate | null; expiry: ClosedGate | null };
};

export function CreateCodeForm({ linkBase, closed }: Props) {
  const t = useTranslations("codes.form");
  const { form, message, errorsOf, typed, state } = useForm(createCodeAction);
  const [slug, setSlug] = useState("");
  const chosen = parseCustomSlug(slug);
  const link = `${linkBase}${chosen.ok ? chosen.slug : sampleSlug}`;

  const refusal = <FormRefusal state={state} message={message} onLimit="create" />;
  // Full by now, perhaps from another tab: what was typed would lead nowhere.
  if (state.status === "refused" && state.code === "plan_limit") return refusal;
  return (
    <form {...form} className="grid gap-8 md:grid-cols-[minmax(0,1fr)_16rem]">
      <div className="grid content-start gap-5">
        {refusal}
        <NameField value={typed("name")} errors={errorsOf("name")} hint={t("name_hint")} />
        <DestinationField
          value={typed("destination")}
          errors={errorsOf("destination")}
          hint={t("destination_hint")}
        />
        <SlugField
          linkBase={linkBase}
          closed={closed.slug}
          value={typed("slug")}
          errors={errorsOf("slug")}
          onChange={setSlug}
        />
        <ExpiryField
          expiresAt={null}
          closed={closed.expiry}
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
