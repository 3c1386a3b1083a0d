import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { FactList } from "#components/admin/fact-list.tsx";
import { Panel } from "#components/ui/panel.tsx";

/** Facts under a title: name and value; null is not known. */
export function FactPanel({ title, facts }: { title: string; facts: [name: string, value: ReactNode][] }) {
  const t = useTranslations("admin.system");
  const unknown = <span className="text-ink-soft">{t("unknown")}</span>;
  return (
    <Panel title={title}>
      <FactList facts={facts.map(([label, value]) => ({ label, value: value ?? unknown }))} isNarrow />
    </Panel>
  );
}
