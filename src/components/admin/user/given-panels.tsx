import { useTranslations } from "next-intl";
import { Panel } from "#components/ui/panel.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { UserDetail } from "#lib/console/users/detail.ts";
import type { WorkspaceDetail } from "#lib/console/users/get-workspace.ts";
import { routes } from "#shared/routes.ts";
import { OverrideForm } from "../overrides/override-form.tsx";
import { OverrideList } from "../overrides/override-list.tsx";
import { GrantWaiverForm } from "../waivers/grant-waiver-form.tsx";
import { WaiverList } from "../waivers/waiver-list.tsx";

type Person = Pick<UserDetail, "person">;

/** The waivers of the workspace at hand, and the form for one more. */
export function WaiversPanel({ person, workspace }: Person & { workspace: WorkspaceDetail }) {
  const t = useTranslations("admin.user.waivers");
  const { id, name, waivers, closedAt } = workspace;
  const isLive = waivers.some(({ state }) => state === "live");
  return (
    <Panel
      id="waivers"
      title={t("title")}
      isFlush
      className="scroll-mt-4"
      actions={<TextLink href={routes.adminWaivers({ q: id })}>{t("all")}</TextLink>}
    >
      {waivers.length === 0 ? (
        <p className="p-4 text-ink-soft sm:px-5">{t("none")}</p>
      ) : (
        <WaiverList rows={waivers} />
      )}
      {!isLive && closedAt === null && (
        <div className="border-t border-hairline p-4 sm:p-5">
          <GrantWaiverForm found={[{ id, name, owner: person }]} most={2} />
        </div>
      )}
    </Panel>
  );
}

/** The overrides of a person and their workspaces, and the form for one more. */
export function OverridesPanel({ detail }: { detail: UserDetail }) {
  const t = useTranslations("admin.user.overrides");
  const { person, workspace, overrides } = detail;
  const own = { value: `profile:${person.id}`, name: person.email, note: t("person") };
  const found = workspace
    ? [{ value: `workspace:${workspace.id}`, name: workspace.name, note: t("workspace") }, own]
    : [own];
  return (
    <Panel
      id="overrides"
      title={t("title")}
      isFlush
      className="scroll-mt-4"
      actions={<TextLink href={routes.adminOverrides({ q: person.id })}>{t("all")}</TextLink>}
    >
      {overrides.length === 0 ? (
        <p className="p-4 text-ink-soft sm:px-5">{t("none")}</p>
      ) : (
        <OverrideList rows={overrides} />
      )}
      {person.erasedAt === null && (
        <div className="border-t border-hairline p-4 sm:p-5">
          <OverrideForm found={found} most={found.length + 1} />
        </div>
      )}
    </Panel>
  );
}
