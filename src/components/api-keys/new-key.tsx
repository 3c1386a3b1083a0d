"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";

type Props = { name: string; text: string };

/** A key in the one moment in which it can be read; the focus comes here, so that nobody misses it. */
export function NewKey({ name, text }: Props) {
  const t = useTranslations("api_keys.created");
  const ref = useRef<HTMLElement>(null);
  useEffect(() => ref.current?.focus(), []);
  return (
    <section
      ref={ref}
      tabIndex={-1}
      aria-label={t("title", { name })}
      className="grid min-w-0 gap-3 border-s-4 border-cyan bg-cyan-wash px-4 py-3.5"
    >
      <h3 className="font-semibold wrap-anywhere">{t("title", { name })}</h3>
      <p>{t("once")}</p>
      <div className="flex flex-wrap items-center gap-3">
        <code className="min-w-0 border border-rule bg-paper px-2 py-1.5 font-mono text-sm break-all select-all">
          {text}
        </code>
        <CopyButton text={text} label={t("copy")} />
      </div>
    </section>
  );
}
