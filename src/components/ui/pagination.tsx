import { useFormatter, useTranslations } from "next-intl";
import { Link } from "#i18n/navigation.ts";
import { classNames } from "./class-names.ts";
import { Icon } from "./icons.tsx";
import { pageWindow } from "./page-window.ts";

type PaginationProps = {
  page: number;
  pageCount: number;
  hrefFor: (page: number) => string;
  className?: string;
};

const cell =
  "figure inline-flex h-9 min-w-9 items-center justify-center border border-hairline px-2 -ms-px hover:bg-well";

/** Plain links to numbered pages; nothing where there is only one. */
export function Pagination({ page, pageCount, hrefFor, className }: PaginationProps) {
  const t = useTranslations("ui");
  const format = useFormatter();
  if (pageCount <= 1) return null;

  const step = (target: number, label: string, icon: "chevron-left" | "chevron-right") =>
    target < 1 || target > pageCount ? (
      <span aria-hidden="true" className={classNames(cell, "text-rule hover:bg-transparent")}>
        <Icon name={icon} size={16} />
      </span>
    ) : (
      <Link href={hrefFor(target)} className={cell} rel={target < page ? "prev" : "next"}>
        <Icon name={icon} size={16} />
        <span className="sr-only">{label}</span>
      </Link>
    );

  return (
    <nav aria-label={t("pages")} className={className}>
      <ul className="flex flex-wrap ps-px">
        <li>{step(page - 1, t("previousPage"), "chevron-left")}</li>
        {pageWindow(page, pageCount).map((entry) => (
          <li
            key={`${entry.kind}${entry.page}`}
            className={entry.page === page ? undefined : "max-sm:hidden"}
          >
            {entry.kind === "gap" ? (
              <span aria-hidden="true" className={classNames(cell, "hover:bg-transparent")}>
                …
              </span>
            ) : (
              <Link
                href={hrefFor(entry.page)}
                aria-current={entry.page === page ? "page" : undefined}
                className={classNames(
                  cell,
                  entry.page === page && "border-ink bg-ink text-paper hover:bg-ink",
                )}
              >
                <span className="sr-only">{t("page")} </span>
                {format.number(entry.page)}
                <span className="sm:hidden" aria-hidden="true">
                  &thinsp;/&thinsp;{format.number(pageCount)}
                </span>
              </Link>
            )}
          </li>
        ))}
        <li>{step(page + 1, t("nextPage"), "chevron-right")}</li>
      </ul>
    </nav>
  );
}
