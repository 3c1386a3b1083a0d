import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import type { UserDetail } from "#lib/console/users/detail.ts";
import { useRecordTexts } from "../record-texts.tsx";

type Props = Pick<UserDetail, "person" | "suspendedCodes">;

/** Whether somebody may use their account, and if not, since when and why. */
export function AccountState({ person, suspendedCodes }: Props) {
  const t = useTranslations("admin.user.state");
  const { instantText } = useRecordTexts();
  const { erasedAt, deletionRequestedAt, pausedAt, pausedReason } = person;
  if (erasedAt !== null) return <Badge>{t("erased", { at: instantText(erasedAt) })}</Badge>;
  const isOpen = deletionRequestedAt === null && pausedAt === null;
  return (
    <span className="grid justify-items-start gap-1">
      {isOpen && <Badge tone="data">{t("active")}</Badge>}
      {pausedAt !== null && (
        <>
          <Badge tone="attention">{t("paused")}</Badge>
          <span className="text-sm">{t("since", { at: instantText(pausedAt) })}</span>
          <bdi className="text-sm wrap-anywhere">{pausedReason}</bdi>
          {suspendedCodes > 0 && (
            <span className="text-sm">{t("suspended_codes", { count: suspendedCodes })}</span>
          )}
        </>
      )}
      {deletionRequestedAt !== null && (
        <>
          <Badge tone="attention">{t("leaving")}</Badge>
          <span className="text-sm">{t("since", { at: instantText(deletionRequestedAt) })}</span>
        </>
      )}
    </span>
  );
}
