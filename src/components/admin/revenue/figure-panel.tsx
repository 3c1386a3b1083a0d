import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Panel } from "#components/ui/panel.tsx";

type Props = {
  title: string;
  /** What the figure is, in so many words. */
  definition: string;
  actions?: ReactNode;
  children: ReactNode;
};

/** A figure, or several, with their definition beneath. */
export function FigurePanel({ title, definition, actions, children }: Props) {
  return (
    <Panel title={title} aria-label={title} actions={actions} isFlush>
      {children}
      <Definition text={definition} />
    </Panel>
  );
}

export function Definition({ text }: { text: string }) {
  const t = useTranslations("admin.revenue");
  return (
    <details className="border-t border-hairline px-4 py-3 text-sm sm:px-5">
      <summary className="inline-block text-ink-soft underline decoration-rule underline-offset-4 hover:text-ink">
        {t("definition")}
      </summary>
      <p className="mt-2 max-w-[72ch] text-ink-soft">{text}</p>
    </details>
  );
}
