import { useTranslations } from "next-intl";
import { RecordPanel } from "#components/admin/record-panel.tsx";
import { Mono } from "#components/admin/record-texts.tsx";
import { Badge } from "#components/ui/badge.tsx";
import type { Setting } from "#lib/console/system/settings.ts";

/** Variables in force; of secrets only whether they are set. */
export function SettingsPanel({ settings }: { settings: readonly Setting[] }) {
  const t = useTranslations("admin.system");
  return (
    <RecordPanel
      title={t("settings")}
      rows={settings}
      keyOf={({ name }) => name}
      columns={[
        { label: t("variable"), show: ({ name }) => <Mono>{name}</Mono> },
        {
          label: t("value"),
          show: (setting) =>
            "value" in setting ? (
              <Mono>{setting.value || "–"}</Mono>
            ) : (
              <Badge tone={setting.isSet ? "data" : "neutral"}>{t(setting.isSet ? "set" : "not_set")}</Badge>
            ),
        },
      ]}
    />
  );
}
