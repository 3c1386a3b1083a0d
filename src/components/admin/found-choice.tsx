"use client";

import { useTranslations } from "next-intl";
import { ChoiceGroup } from "#components/ui/choice-group.tsx";

export type Found = { value: string; name: string; note: string };

type Props = { name: string; found: Found[]; most: number; chosen: string; errors: string[] };

/** One of those that were found; the only one is chosen already. */
export function FoundChoice({ name, found, most, chosen, errors }: Props) {
  const t = useTranslations("admin.find");
  const choices = found.map((one) => ({ ...one, isChosen: found.length === 1 || chosen === one.value }));
  return (
    <ChoiceGroup legend={t("for")} errors={errors}>
      {(isWrong) => (
        <>
          {choices.map(({ isChosen, ...one }) => (
            // A browser puts back what a button began with: after an answer it begins anew.
            <label key={`${one.value} ${isChosen}`} className="flex items-start gap-2.5">
              <input
                type="radio"
                name={name}
                value={one.value}
                required
                defaultChecked={isChosen}
                aria-invalid={isWrong}
                className="mt-1 size-4 shrink-0 accent-(--ink)"
              />
              <span className="min-w-0">
                <bdi className="block font-semibold wrap-anywhere">{one.name}</bdi>
                <bdi className="block text-sm wrap-anywhere text-ink-soft">{one.note}</bdi>
              </span>
            </label>
          ))}
          {found.length === most && <p className="text-sm text-ink-soft">{t("more", { most })}</p>}
        </>
      )}
    </ChoiceGroup>
  );
}
