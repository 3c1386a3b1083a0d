"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { Popover, PopoverClose } from "#components/ui/popover.tsx";
import { Link } from "#i18n/navigation.ts";

export type AccountEntry = { href: string; label: string };

type AccountMenuProps = {
  name: string;
  email: string;
  entries: AccountEntry[];
  /** The form that signs out, with its button. */
  signOut: ReactNode;
};

export function AccountMenu({ name, email, entries, signOut }: AccountMenuProps) {
  const t = useTranslations("shell");
  return (
    <Popover
      label={t("account")}
      trigger={
        <Button variant="ghost" icon="user" isIconOnly>
          {t("account")}
        </Button>
      }
    >
      <div className="border-b border-hairline px-4 py-3">
        <p className="truncate font-semibold">{name}</p>
        <p className="figure truncate text-sm text-ink-soft">{email}</p>
      </div>
      <ul className="py-1">
        {entries.map((entry) => (
          <li key={entry.href}>
            <PopoverClose asChild>
              <Link
                href={entry.href}
                className="block px-4 py-2 hover:bg-well focus-visible:-outline-offset-2"
              >
                {entry.label}
              </Link>
            </PopoverClose>
          </li>
        ))}
      </ul>
      <div className="border-t border-hairline p-2">{signOut}</div>
    </Popover>
  );
}
