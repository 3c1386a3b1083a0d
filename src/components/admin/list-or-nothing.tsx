import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";

type Props = {
  isEmpty: boolean;
  isNarrowed: boolean;
  /** A search that found more workspaces than a list is narrowed to. */
  isCut?: boolean;
  clearHref: string;
  /** What stands where there is nothing at all yet. */
  none: { title: string; text: string };
  children: ReactNode;
};

/** A list, or what there is to say in place of it. */
export function ListOrNothing({ isEmpty, isNarrowed, isCut, clearHref, none, children }: Props) {
  const t = useTranslations("admin.list");
  if (isEmpty && isNarrowed) {
    const clear = <ButtonLink href={clearHref}>{t("clear")}</ButtonLink>;
    return (
      <EmptyState title={t("nothing_title")} action={clear}>
        {t("nothing_text")}
      </EmptyState>
    );
  }
  if (isEmpty) return <EmptyState title={none.title}>{none.text}</EmptyState>;
  return (
    <>
      {isCut && (
        <FormMessage tone="notice" className="mx-4 mt-4 sm:mx-5">
          {t("cut")}
        </FormMessage>
      )}
      {children}
    </>
  );
}
