"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Icon } from "#components/ui/icons.tsx";

export type Found = { value: string; name: string; note: string };

type Props = { name: string; found: Found[]; most: number; chosen: string; errors: string[] };

/** One of those that were found; the only one is chosen already. */
export function FoundChoice({ name, found, most, chosen, errors }: Props) {
  const t = useTranslations("admin.find");
  const errorId = useId();
  const isWrong = errors.length > 0;
  return (
    <fieldset className="grid min-w-0 gap-2" aria-describedby={isWrong ? errorId : undefined}>
      <legend className="mb-2 text-sm font-semibold">{t("for")}</legend>
      {found.map((one) => (
        <label key={one.value} className="flex items-start gap-2.5">
          <input
            type="radio"
            name={name}
            value={one.value}
            required
            defaultChecked={found.length === 1 || chosen === one.value}
            aria-invalid={isWrong || undefined}
            className="mt-1 size-4 shrink-0 accent-(--ink)"
          />
          <span className="min-w-0">
            <bdi className="block font-semibold wrap-anywhere">{one.name}</bdi>
            <bdi className="block text-sm wrap-anywhere text-ink-soft">{one.note}</bdi>
          </span>
        </label>
      ))}
      {found.length === most && <p className="text-sm text-ink-soft">{t("more", { most })}</p>}
      {isWrong && (
        <p id={errorId} className="flex gap-1.5 text-sm font-medium text-magenta-ink">
          <Icon name="warning" size={16} className="mt-0.5 shrink-0" />
          {errors.join(" ")}
        </p>
      )}
    </fieldset>
  );
}
