import { useTranslations } from "next-intl";
import { CopyButton } from "#components/ui/copy-button.tsx";
import type { WorkspaceScope } from "#lib/api-keys/scopes.ts";
import { routes } from "#shared/routes.ts";

const id = "{id}";
const calls: { call: string; scope: WorkspaceScope }[] = [
  { call: `GET ${routes.api.codes}`, scope: "codes:read" },
  { call: `GET ${routes.api.code(id)}`, scope: "codes:read" },
  { call: `GET ${routes.api.codeImage(id)}?format=svg`, scope: "codes:read" },
  { call: `POST ${routes.api.codes}`, scope: "codes:write" },
  { call: `PATCH ${routes.api.code(id)}`, scope: "codes:write" },
  { call: `DELETE ${routes.api.code(id)}`, scope: "codes:write" },
  { call: `GET ${routes.api.analyticsExport({ period: "30" })}`, scope: "analytics:read" },
  { call: `GET ${routes.api.usage}`, scope: "usage:read" },
  { call: `GET ${routes.api.entitlements}`, scope: "usage:read" },
  { call: `POST ${routes.api.featureCheck}`, scope: "usage:read" },
];

/** How a key is used: one call to try, and all that there are. */
export function CallExamples({ appUrl }: { appUrl: string }) {
  const t = useTranslations("api_keys.use");
  const example = `curl -H "Authorization: Bearer $DYNAMICQR_KEY" ${new URL(routes.api.codes, appUrl).href}`;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <p>{t("text")}</p>
      <div className="flex flex-wrap items-center gap-3">
        <code className="min-w-0 bg-well px-3 py-2 font-mono text-sm break-all">{example}</code>
        <CopyButton text={example} label={t("copy")} />
      </div>
      <p className="text-sm text-ink-soft">{t("secret")}</p>
      <dl className="grid gap-x-6 border-t border-hairline text-sm sm:grid-cols-[1fr_auto]">
        {calls.map(({ call, scope }) => (
          <div
            key={call}
            className="grid gap-x-6 border-b border-hairline py-1.5 sm:col-span-2 sm:grid-cols-subgrid"
          >
            <dt className="font-mono break-all">{call}</dt>
            <dd className="font-mono text-ink-soft">{scope}</dd>
          </div>
        ))}
      </dl>
      <p className="text-sm text-ink-soft">{t("answers")}</p>
    </div>
  );
}
