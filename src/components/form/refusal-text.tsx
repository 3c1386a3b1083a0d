"use client";

import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { TextLink } from "#components/ui/text-link.tsx";
import { usePathname } from "#i18n/navigation.ts";
import type { ErrorCode } from "#shared/errors.ts";
import { routes } from "#shared/routes.ts";

/** A refusal's words, with the way on where another page has it. */
export function RefusalText({ code, text }: { code: ErrorCode; text: string }) {
  const t = useTranslations("errors");
  const path = usePathname();
  const query = useSearchParams().toString();
  if (code !== "second_factor" && code !== "second_factor_stale") return text;
  const here = query ? `${path}?${query}` : path;
  return (
    <>
      {text} <TextLink href={routes.secondFactor(here)}>{t("second_factor_show")}</TextLink>
    </>
  );
}
