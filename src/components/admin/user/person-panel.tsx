import { useLocale, useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { UserDetail } from "#lib/console/users/detail.ts";
import { routes } from "#shared/routes.ts";
import { FactList } from "../fact-list.tsx";
import { Mono, useRecordTexts } from "../record-texts.tsx";
import { AccountState } from "./account-state.tsx";
import { PersonActs } from "./person-acts.tsx";

type Props = {
  detail: UserDetail;
  /** Whether it is the admin's own account. */
  isOwn: boolean;
  mayExport: boolean;
};

/** Who somebody is, how they came, and what can be done about their account. */
export function PersonPanel({ detail, isOwn, mayExport }: Props) {
  const t = useTranslations("admin.user.person");
  const { instant } = useRecordTexts();
  const languages = new Intl.DisplayNames([useLocale()], { type: "language" });
  const { person, workspace, suspendedCodes } = detail;
  const { signUp } = person;
  return (
    <Panel id="person" title={t("title")} className="scroll-mt-4">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <FactList
          facts={[
            { label: t("email"), value: <bdi>{person.email}</bdi> },
            { label: t("name"), value: person.name ? <bdi>{person.name}</bdi> : "–" },
            { label: t("id"), value: <Mono>{person.id}</Mono> },
            {
              label: t("role"),
              value: (
                <Badge tone={person.role === "ADMIN" ? "solid" : "neutral"}>
                  {t(`roles.${person.role}`)}
                </Badge>
              ),
            },
            {
              label: t("account"),
              value: <AccountState person={person} suspendedCodes={suspendedCodes} />,
            },
            { label: t("language"), value: languages.of(person.locale) ?? person.locale },
            { label: t("signed_up"), value: instant(person.createdAt) },
            { label: t("trial"), value: <TrialText trial={signUp?.trial} /> },
            { label: t("domain"), value: signUp?.emailDomain ?? "–" },
            { label: t("network"), value: signUp?.network ? <Mono>{signUp.network}</Mono> : t("no_network") },
          ]}
        />
        {person.erasedAt === null && (
          <PersonActs {...{ person, isOwn, mayExport }} here={routes.adminUser(person.id, workspace?.id)} />
        )}
      </div>
    </Panel>
  );
}

/** How the trial was had at sign-up; accounts from before that was counted do not tell. */
function TrialText({ trial }: { trial: string | undefined }) {
  const t = useTranslations("admin.user.person.trials");
  return trial === "given" || trial === "had_before" || trial === "disposable" ? t(trial) : t("unknown");
}
