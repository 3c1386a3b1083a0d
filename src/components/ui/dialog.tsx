"use client";

import { useTranslations } from "next-intl";
import * as Primitive from "radix-ui/dialog";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { dialogFrame, keepFocus, Scrim } from "./dialog-frame.tsx";
import { Icon } from "./icons.tsx";

type DialogProps = {
  /** The control that opens it; left out where `isOpen` is driven from outside. */
  trigger?: ReactNode;
  title: ReactNode;
  description?: ReactNode;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  className?: string;
  children: ReactNode;
};

export function Dialog({
  trigger,
  title,
  description,
  isOpen,
  onOpenChange,
  className,
  children,
}: DialogProps) {
  const t = useTranslations("ui");
  return (
    <Primitive.Root open={isOpen} onOpenChange={onOpenChange}>
      {trigger && <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>}
      <Scrim portal={Primitive.Portal} />
      <Primitive.Portal>
        <Primitive.Content
          data-modal=""
          onCloseAutoFocus={keepFocus}
          aria-modal="true"
          aria-describedby={description ? undefined : ""}
          className={classNames(dialogFrame, className)}
        >
          <div className="mb-4 flex items-start justify-between gap-4">
            <div className="grid gap-1.5">
              <Primitive.Title className="text-lg">{title}</Primitive.Title>
              {description && (
                <Primitive.Description className="text-ink-soft">{description}</Primitive.Description>
              )}
            </div>
            <Primitive.Close className="-m-1.5 grid size-8 shrink-0 place-items-center rounded-sm hover:bg-well">
              <Icon name="close" />
              <span className="sr-only">{t("close")}</span>
            </Primitive.Close>
          </div>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
