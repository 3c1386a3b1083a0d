"use client";

import { useTranslations } from "next-intl";
import * as Primitive from "radix-ui/toast";
import { useSyncExternalStore } from "react";
import { classNames } from "./class-names.ts";
import { Icon, type IconName } from "./icons.tsx";
import { type ToastMessage, type ToastTone, toastStore } from "./toast-store.ts";

const none: ToastMessage[] = [];

const tones: Record<ToastTone, { css: string; icon: IconName }> = {
  success: { css: "border-s-cyan", icon: "check" },
  error: { css: "border-s-magenta", icon: "warning" },
  info: { css: "border-s-rule", icon: "info" },
};

/** Once, in the root layout. F8 moves the focus to the messages. */
export function Toaster() {
  const t = useTranslations("ui");
  const messages = useSyncExternalStore(toastStore.subscribe, toastStore.read, () => none);
  return (
    <Primitive.Provider label={t("notification")} duration={6000} swipeDirection="right">
      {messages.map((message) => (
        <Primitive.Root
          key={message.id}
          type={message.tone === "error" ? "foreground" : "background"}
          onOpenChange={(isOpen) => !isOpen && toastStore.dismiss(message.id)}
          className={classNames(
            "flex animate-[appear_160ms_ease-out] items-start gap-2.5 border border-s-4 border-ink bg-paper px-3 py-2.5",
            tones[message.tone].css,
          )}
        >
          <Icon name={tones[message.tone].icon} size={18} className="mt-[3px] shrink-0" />
          <Primitive.Description className="min-w-0 grow">{message.text}</Primitive.Description>
          <Primitive.Close className="-me-1 grid size-7 shrink-0 place-items-center rounded-sm hover:bg-well">
            <Icon name="close" size={16} />
            <span className="sr-only">{t("close")}</span>
          </Primitive.Close>
        </Primitive.Root>
      ))}
      <Primitive.Viewport
        label={t("notifications")}
        className="fixed inset-x-4 bottom-4 z-60 m-0 grid list-none gap-2 p-0 sm:start-auto sm:w-96"
      />
    </Primitive.Provider>
  );
}
