import { useTranslations } from "next-intl";
import { ActForm } from "#components/admin/act-form.tsx";
import { retryJobAction, retryMailAction } from "#lib/console/system/actions.ts";

const actions = { job: retryJobAction, mail: retryMailAction };

/** Has what failed done once more. */
export function RetryForm({ what, id }: { what: keyof typeof actions; id: string }) {
  const t = useTranslations("admin.system");
  return (
    <ActForm action={actions[what]} fields={{ id }} label={t("retry")} spoken={t("retry_one", { id })} />
  );
}
