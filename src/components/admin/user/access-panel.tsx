import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { endTrialAction } from "#lib/console/users/actions.ts";
import type { WorkspaceDetail } from "#lib/console/users/get-workspace.ts";
import { FactList } from "../fact-list.tsx";
import { ReasonDialog } from "../reason-dialog.tsx";
import { Records } from "../record-panel.tsx";
import { useRecordTexts } from "../record-texts.tsx";
import { AllowedList } from "./allowed-list.tsx";
import { GrantDaysForm } from "./grant-days-form.tsx";

type Props = { workspace: WorkspaceDetail; now: Date };

/** What a workspace may do now and why, and how an admin gives or takes some of it. */
export function AccessPanel({ workspace, now }: Props) {
  const t = useTranslations("admin.user.access");
  const tier = useTranslations("admin.tiers");
  const source = useTranslations("admin.sources");
  const { instant } = useRecordTexts();
  const { plan, promo } = workspace;
  return (
    <Panel id="access" title={t("title")} className="scroll-mt-4">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <FactList
          facts={[
            { label: t("tier"), value: <Badge tone="solid">{tier(plan.tier)}</Badge> },
            { label: t("source"), value: source(plan.source) },
            { label: t("expires"), value: plan.expiresAt ? instant(plan.expiresAt) : t("no_end") },
            { label: t("grace"), value: instant(plan.graceUntil) },
            { label: t("promo_days"), value: <PromoText promo={promo} /> },
          ]}
        />
        <Considered plan={plan} />
        <AllowedList plan={plan} />
        {workspace.closedAt === null && (
          <div className="grid gap-5 border-t border-hairline pt-4">
            {/* Made with every page: a form that is sent twice counts once. */}
            <GrantDaysForm workspaceId={workspace.id} formId={crypto.randomUUID()} />
            {hasTrial(workspace, now) && (
              <div>
                <ReasonDialog
                  action={endTrialAction}
                  fields={{ workspaceId: workspace.id }}
                  label={t("end_trial")}
                  about={workspace.name}
                  title={t("end_trial_title")}
                  text={t("end_trial_text")}
                  isTold
                />
              </div>
            )}
          </div>
        )}
      </div>
    </Panel>
  );
}

function hasTrial({ trialEndsAt, trialBankedSeconds }: WorkspaceDetail, now: Date): boolean {
  return trialBankedSeconds > 0 || (trialEndsAt !== null && trialEndsAt > now);
}

function PromoText({ promo: { daysLeft, expiresAt, isBanked } }: Pick<WorkspaceDetail, "promo">) {
  const t = useTranslations("admin.user.access");
  const { instantText } = useRecordTexts();
  if (daysLeft === 0) return t("promo_none");
  if (expiresAt === null) return t("promo_waiting", { count: daysLeft });
  return t(isBanked ? "promo_banked" : "promo_running", { count: daysLeft, until: instantText(expiresAt) });
}

/** Every reason for access that was looked at, and what became of it. */
function Considered({ plan }: Pick<WorkspaceDetail, "plan">) {
  const t = useTranslations("admin.user.access");
  const tier = useTranslations("admin.tiers");
  const source = useTranslations("admin.sources");
  const { instant } = useRecordTexts();
  const rows = plan.considered.map((one, index) => ({ ...one, key: `${one.source} ${index}` }));
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <h3 className="font-semibold">{t("why")}</h3>
      <Records
        title={t("why")}
        rows={rows}
        keyOf={({ key }) => key}
        columns={[
          { label: t("source"), show: (row) => source(row.source) },
          { label: t("tier"), show: (row) => (row.tier === null ? t("no_tier") : tier(row.tier)) },
          { label: t("verdict"), show: (row) => t(`verdicts.${row.verdict}`) },
          { label: t("ends"), show: (row) => instant(row.endsAt) },
        ]}
      />
    </section>
  );
}
