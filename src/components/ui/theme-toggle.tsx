"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { yearSeconds } from "#shared/time.ts";
import { Button } from "./button.tsx";
import { themeCookie } from "./theme.ts";

const darkQuery = "(prefers-color-scheme: dark)";

function subscribe(listener: () => void) {
  const query = matchMedia(darkQuery);
  const observer = new MutationObserver(listener);
  query.addEventListener("change", listener);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => {
    query.removeEventListener("change", listener);
    observer.disconnect();
  };
}

function isDarkNow(): boolean {
  const chosen = document.documentElement.dataset.theme;
  return chosen === "dark" || (chosen !== "light" && matchMedia(darkQuery).matches);
}

/**
 * Switches between light and dark and remembers it in the cookie `theme`; the layout writes that
 * onto `<html data-theme>`, so the next page comes in the right colours. Untouched, the system decides.
 */
export function ThemeToggle() {
  const t = useTranslations("ui");
  const isDark = useSyncExternalStore(subscribe, isDarkNow, () => false);

  function toggle() {
    const theme = isDark ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    const secure = location.protocol === "https:" ? "; secure" : "";
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API exists on https alone, and npm run up serves http
    document.cookie = `${themeCookie}=${theme}; path=/; max-age=${yearSeconds}; samesite=lax${secure}`;
  }

  return (
    <Button variant="ghost" icon={isDark ? "sun" : "moon"} isIconOnly aria-pressed={isDark} onClick={toggle}>
      {t("darkTheme")}
    </Button>
  );
}
