import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Panel } from "#components/ui/panel.tsx";

/** Facts under a title: name and value; null is not known. */
export function FactList({ title, facts }: { title: string; facts: [name: string, value: ReactNode][] }) {
  const t = useTranslations("admin.system");
  return (
    <Panel title={title}>
      <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
        {facts.map(([name, value]) => (
          <div key={name} className="min-w-0">
            <dt className="text-sm text-ink-soft wrap-anywhere">{name}</dt>
            <dd className="wrap-anywhere">
              {value ?? <span className="text-ink-soft">{t("unknown")}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
