"use client";

import { useTranslations } from "next-intl";
import * as Primitive from "radix-ui/alert-dialog";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { dialogFrame, keepFocus, Scrim } from "./dialog-frame.tsx";

type ConfirmDialogProps = {
  trigger?: ReactNode;
  title: ReactNode;
  description: ReactNode;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  /** Extra content above the buttons, such as a field to type the name into. */
  children?: ReactNode;
  /** The button that does it: usually a form with a `SubmitButton` of variant "danger". */
  confirm: ReactNode;
  /** What the way out is called, where "Cancel" could be taken for the deed itself. */
  cancel?: ReactNode;
};

/** Asks before what cannot be taken back. Focus starts on cancel; Escape cancels. */
export function ConfirmDialog({
  trigger,
  title,
  description,
  isOpen,
  onOpenChange,
  children,
  confirm,
  cancel,
}: ConfirmDialogProps) {
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
          className={dialogFrame}
        >
          <Primitive.Title className="text-lg">{title}</Primitive.Title>
          <Primitive.Description className="mt-1.5 text-ink-soft">{description}</Primitive.Description>
          {children && <div className="mt-4">{children}</div>}
          <div className="mt-6 flex flex-wrap justify-end gap-2">
            <Primitive.Cancel asChild>
              <Button>{cancel ?? t("cancel")}</Button>
            </Primitive.Cancel>
            {confirm}
          </div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
