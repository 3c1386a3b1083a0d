import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { Overview } from "#lib/console/overview/get-overview.ts";
import { routes } from "#shared/routes.ts";

const kinds = ["events", "payments", "subscriptions", "disputes", "drift"] as const;
const targets: Partial<Record<(typeof kinds)[number], string>> = { drift: routes.adminRevenue };
/** Nothing is counted further. */
const most = 100;

/** What the platform could not settle by itself, each with where it is looked after. */
export function NeedsPerson({ attention }: { attention: Overview["attention"] }) {
  const t = useTranslations("admin.overview");
  const format = useFormatter();
  const show = (count: number | null) =>
    count === null ? t("unknown") : count >= most ? t("at_least", { count: most }) : format.number(count);
  return (
    <Panel
      title={t("attention.title")}
      actions={<TextLink href={routes.adminAttention}>{t("attention.all")}</TextLink>}
    >
      <ul className="flex flex-wrap gap-x-6 gap-y-2">
        {kinds.map((kind) => (
          <li key={kind} className="flex items-center gap-2">
            <TextLink href={targets[kind] ?? routes.adminAttention}>{t(`attention.${kind}`)}</TextLink>
            <Badge tone={attention[kind] ? "attention" : "neutral"}>{show(attention[kind])}</Badge>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
