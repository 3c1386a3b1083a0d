import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { classNames } from "#components/ui/class-names.ts";
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
      <Definition className="border-t border-hairline px-4 py-3 sm:px-5">{definition}</Definition>
    </Panel>
  );
}

/** What a figure is, for who asks. */
export function Definition({ className, children }: { className: string; children: ReactNode }) {
  const t = useTranslations("admin.revenue");
  return (
    <details className={classNames("text-sm", className)}>
      <summary className="inline-block text-ink-soft underline decoration-rule underline-offset-4 hover:text-ink">
        {t("definition")}
      </summary>
      <div className="mt-2 max-w-[72ch] text-ink-soft">{children}</div>
    </details>
  );
}
