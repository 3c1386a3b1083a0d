"use client";

import { useTranslations } from "next-intl";
import type { FormFields } from "#components/form/use-form.ts";
import { Choice, ChoiceGroup } from "#components/ui/choice-group.tsx";

export type Found = { value: string; name: string; note: string };

type Props = { fields: FormFields; name: string; found: Found[]; most: number };

/** One of those that were found; the only one is chosen already. */
export function FoundChoice({ fields, name, found, most }: Props) {
  const t = useTranslations("admin.find");
  const chosen = fields.typed(name);
  const choices = found.map((one) => ({ ...one, isChosen: found.length === 1 || chosen === one.value }));
  return (
    <ChoiceGroup legend={t("for")} errors={fields.errorsOf(name)}>
      {(isWrong) => (
        <>
          {choices.map(({ isChosen, ...one }) => (
            <Choice
              key={one.value}
              type="radio"
              name={name}
              value={one.value}
              required
              isChosen={isChosen}
              isWrong={isWrong}
            >
              <bdi className="block font-semibold wrap-anywhere">{one.name}</bdi>
              <bdi className="block text-sm wrap-anywhere text-ink-soft">{one.note}</bdi>
            </Choice>
          ))}
          {found.length === most && <p className="text-sm text-ink-soft">{t("more", { most })}</p>}
        </>
      )}
    </ChoiceGroup>
  );
}
