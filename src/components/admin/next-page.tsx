import { useTranslations } from "next-intl";
import { ButtonLink } from "#components/ui/button.tsx";
import { type Place, showPlace } from "#shared/keyset.ts";

type Props = {
  next: Place | null;
  /** Whether this is a later page than the first. */
  isLater: boolean;
  hrefFor: (after: string | null) => string;
};

/** Where a list from the newest to the oldest goes on; nothing where it fits on one page. */
export function NextPage({ next, isLater, hrefFor }: Props) {
  const t = useTranslations("admin.list");
  if (next === null && !isLater) return null;
  return (
    <nav aria-label={t("pages")} className="flex flex-wrap gap-2 border-t border-hairline px-4 py-3 sm:px-5">
      {isLater && (
        <ButtonLink href={hrefFor(null)} size="sm" rel="first">
          {t("newest")}
        </ButtonLink>
      )}
      {next && (
        <ButtonLink href={hrefFor(showPlace(next))} size="sm" rel="next">
          {t("older")}
        </ButtonLink>
      )}
    </nav>
  );
}
