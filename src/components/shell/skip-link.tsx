import { useTranslations } from "next-intl";

/** The first stop of the keyboard on every page; leads to `<main id="main">`. */
export function SkipLink() {
  const t = useTranslations("shell");
  return (
    <a
      href="#main"
      className="fixed start-4 top-0 z-60 -translate-y-full border border-ink bg-paper px-4 py-2 font-semibold focus:translate-y-2"
    >
      {t("skip")}
    </a>
  );
}
