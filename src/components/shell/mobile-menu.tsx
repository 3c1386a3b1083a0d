"use client";

import { useTranslations } from "next-intl";
import * as Dialog from "radix-ui/dialog";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Icon } from "#components/ui/icons.tsx";
import { usePathname } from "#i18n/navigation.ts";
import { type NavEntry, NavLinks } from "./nav-links.tsx";

type MobileMenuProps = { entries: NavEntry[]; children?: ReactNode };

/** The whole navigation on one sheet: focus stays inside, Escape and every link close it. */
export function MobileMenu({ entries, children }: MobileMenuProps) {
  const t = useTranslations("shell");
  const pathname = usePathname();
  // Open on one path alone: links beneath the navigation close it too, by having led somewhere.
  const [openOn, setOpenOn] = useState<string | null>(null);

  return (
    <Dialog.Root open={openOn === pathname} onOpenChange={(isOpen) => setOpenOn(isOpen ? pathname : null)}>
      <Dialog.Trigger asChild>
        <Button variant="ghost" icon="menu" isIconOnly>
          {t("openMenu")}
        </Button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Content
          data-modal=""
          aria-modal="true"
          aria-describedby={undefined}
          className="fixed inset-0 z-50 flex animate-[fade_120ms_ease-out] flex-col overflow-y-auto bg-paper p-4"
        >
          <div className="mb-4 flex items-center justify-between">
            <Dialog.Title className="text-lg">{t("menu")}</Dialog.Title>
            <Dialog.Close className="grid size-10 place-items-center rounded-sm hover:bg-well">
              <Icon name="close" />
              <span className="sr-only">{t("closeMenu")}</span>
            </Dialog.Close>
          </div>
          <NavLinks
            label={t("primaryNav")}
            entries={entries}
            look="menu"
            onNavigate={() => setOpenOn(null)}
          />
          {children && <div className="mt-auto grid gap-4 pt-8">{children}</div>}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
