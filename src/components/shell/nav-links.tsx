"use client";

import { classNames } from "#components/ui/class-names.ts";
import { Link, usePathname } from "#i18n/navigation.ts";

export type NavEntry = {
  href: string;
  label: string;
  /** Current only on the very address, not beneath it; for the root of the others. */
  isExact?: boolean;
};

/** In the header, in the menu of a phone, or beside the page where there are many. */
type Look = "bar" | "menu" | "side";

type NavLinksProps = { label: string; entries: NavEntry[]; look?: Look; onNavigate?: () => void };

const looks: Record<Look, { list: string; link: string }> = {
  bar: { list: "h-full gap-1", link: "border-b-[3px] px-3 pt-[3px] focus-visible:-outline-offset-2" },
  menu: { list: "flex-col divide-y divide-hairline", link: "border-s-[3px] px-3 py-3 text-lg" },
  side: { list: "flex-col", link: "border-s-[3px] px-3 py-1.5" },
};

export function NavLinks({ label, entries, look = "bar", onNavigate }: NavLinksProps) {
  const pathname = usePathname();
  const isCurrent = ({ href, isExact }: NavEntry) =>
    pathname === href || (!isExact && pathname.startsWith(`${href}/`));

  return (
    <nav aria-label={label} className="h-full">
      <ul className={classNames("flex", looks[look].list)}>
        {entries.map((entry) => (
          <li key={entry.href} className="flex">
            <Link
              href={entry.href}
              aria-current={isCurrent(entry) ? "page" : undefined}
              onClick={onNavigate}
              className={classNames(
                "flex w-full items-center font-semibold hover:text-ink",
                looks[look].link,
                isCurrent(entry) ? "border-cyan text-ink" : "border-transparent text-ink-soft",
              )}
            >
              {entry.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
