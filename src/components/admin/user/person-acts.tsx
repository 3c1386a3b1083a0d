import { useTranslations } from "next-intl";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import {
  changeRoleAction,
  deleteAccountAction,
  pauseAccountAction,
  removeFactorAction,
} from "#lib/console/users/actions.ts";
import type { UserDetail } from "#lib/console/users/detail.ts";
import { routes } from "#shared/routes.ts";
import { ReasonDialog } from "../reason-dialog.tsx";
import { ResumeDialog } from "./resume-dialog.tsx";

type Props = {
  person: UserDetail["person"];
  isOwn: boolean;
  /** Whether data is handed out now, without showing the second factor first. */
  mayExport: boolean;
  /** The page at hand, to come back to. */
  here: string;
};

/** What can be done about an account. One's own is neither paused nor deleted from here. */
export function PersonActs({ person, isOwn, mayExport, here }: Props) {
  const { id, role, pausedAt } = person;
  return (
    <div className="flex flex-wrap items-start gap-2 border-t border-hairline pt-4">
      <RoleDialog person={person} />
      {mayExport ? <ExportForm id={id} /> : <ShowFactorFirst here={here} />}
      {!isOwn && role === "ADMIN" && <FactorDialog person={person} />}
      {pausedAt !== null && <ResumeDialog person={person} />}
      {!isOwn && pausedAt === null && <PauseDialog person={person} />}
      {!isOwn && <DeleteDialog person={person} />}
    </div>
  );
}

function RoleDialog({ person: { id, email, role } }: Pick<Props, "person">) {
  const t = useTranslations("admin.user.role");
  const wanted = role === "ADMIN" ? "USER" : "ADMIN";
  return (
    <ReasonDialog
      key={wanted}
      action={changeRoleAction}
      fields={{ profileId: id, role: wanted }}
      label={t(`label.${wanted}`)}
      about={email}
      title={t(`title.${wanted}`, { email })}
      text={t(`text.${wanted}`)}
    />
  );
}

function FactorDialog({ person: { id, email } }: Pick<Props, "person">) {
  const t = useTranslations("admin.user.factor");
  return (
    <ReasonDialog
      action={removeFactorAction}
      fields={{ profileId: id }}
      label={t("label")}
      about={email}
      title={t("title", { email })}
      text={t("text")}
      done={t("done")}
    />
  );
}

function PauseDialog({ person: { id, email } }: Pick<Props, "person">) {
  const t = useTranslations("admin.user.pause");
  return (
    <ReasonDialog
      action={pauseAccountAction}
      fields={{ profileId: id }}
      label={t("label")}
      about={email}
      title={t("title", { email })}
      text={t("text")}
      boxes={[{ name: "withCodes", label: t("with_codes"), hint: t("with_codes_hint") }]}
    />
  );
}

function DeleteDialog({ person: { id, email, deletionRequestedAt } }: Pick<Props, "person">) {
  const t = useTranslations("admin.user.delete");
  const isLeaving = deletionRequestedAt !== null;
  return (
    <ReasonDialog
      key={String(isLeaving)}
      action={deleteAccountAction}
      fields={{ profileId: id, ...(isLeaving && { immediately: "on" }) }}
      label={t(isLeaving ? "label_now" : "label")}
      about={email}
      title={t("title", { email })}
      text={t(isLeaving ? "text_now" : "text")}
      isTold
      boxes={isLeaving ? [] : [{ name: "immediately", label: t("immediately"), hint: t("immediately_hint") }]}
    />
  );
}

function ExportForm({ id }: { id: string }) {
  const t = useTranslations("admin.user.export");
  return (
    <form method="post" action={routes.api.exportAccount(id)}>
      <Button type="submit" size="sm" icon="download">
        {t("label")}
      </Button>
    </form>
  );
}

/** What is handed out needs a fresh second factor; a download cannot ask for it on the way. */
function ShowFactorFirst({ here }: Pick<Props, "here">) {
  const t = useTranslations("admin.user.export");
  return (
    <ButtonLink href={routes.secondFactor(here)} size="sm" icon="key">
      {t("stale")}
    </ButtonLink>
  );
}
