"use client";

import { classNames } from "#components/ui/class-names.ts";
import { Link, usePathname } from "#i18n/navigation.ts";

export type NavEntry = {
  href: string;
  label: string;
  /** Current only on the very address, not beneath it; for the root of the others. */
  isExact?: boolean;
};

type NavLinksProps = { label: string; entries: NavEntry[]; isStacked?: boolean; onNavigate?: () => void };

export function NavLinks({ label, entries, isStacked = false, onNavigate }: NavLinksProps) {
  const pathname = usePathname();
  const isCurrent = ({ href, isExact }: NavEntry) =>
    pathname === href || (!isExact && pathname.startsWith(`${href}/`));

  return (
    <nav aria-label={label} className="h-full">
      <ul className={classNames("flex", isStacked ? "flex-col divide-y divide-hairline" : "h-full gap-1")}>
        {entries.map((entry) => (
          <li key={entry.href} className="flex">
            <Link
              href={entry.href}
              aria-current={isCurrent(entry) ? "page" : undefined}
              onClick={onNavigate}
              className={classNames(
                "flex w-full items-center font-semibold hover:text-ink",
                isStacked
                  ? "border-s-[3px] px-3 py-3 text-lg"
                  : "border-b-[3px] px-3 pt-[3px] focus-visible:-outline-offset-2",
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
