import { useFormatter, useTranslations } from "next-intl";
import type { WorkspaceDetail } from "#lib/console/users/get-workspace.ts";
import { features, limitNames } from "#lib/entitlements/tiers.ts";
import { FactList } from "../fact-list.tsx";

/** The features and limits that come out of it all, overrides included. */
export function AllowedList({ plan }: Pick<WorkspaceDetail, "plan">) {
  const t = useTranslations("admin.user.access");
  const words = useTranslations("admin");
  const format = useFormatter();
  const open = features.filter((name) => plan.features.includes(name));
  return (
    <details>
      <summary className="cursor-pointer font-semibold">{t("allowed")}</summary>
      <div className="mt-3 grid gap-4">
        <p>
          <span className="caption block">{t("features")}</span>
          {open.length === 0 ? t("no_features") : format.list(open.map((name) => words(`features.${name}`)))}
        </p>
        <FactList
          facts={limitNames.map((name) => ({
            label: words(`limits.${name}`),
            value: plan.limits[name] === null ? t("unlimited") : format.number(plan.limits[name]),
          }))}
        />
      </div>
    </details>
  );
}
