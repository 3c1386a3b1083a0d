import { useTranslations } from "next-intl";
import { replayAction, replayAllAction } from "#lib/console/actions.ts";
import { ActForm } from "./act-form.tsx";

type ReplayFormProps = {
  event: string;
  /** Leads back to where the form stands. */
  action?: typeof replayAction;
};

/** Processes one event again. */
export function ReplayForm({ event, action = replayAction }: ReplayFormProps) {
  const t = useTranslations("admin.events");
  return (
    <ActForm action={action} fields={{ event }} label={t("replay")} spoken={t("replay_one", { event })} />
  );
}

type ReplayAllFormProps = {
  count: number;
  /** As many as one click does. */
  atOnce: number;
};

/** Processes what was set aside again, as much of it as one click does. */
export function ReplayAllForm({ count, atOnce }: ReplayAllFormProps) {
  const t = useTranslations("admin.events");
  const label = count > atOnce ? t("replay_some", { atOnce, count }) : t("replay_all", { count });
  return <ActForm action={replayAllAction} label={label} />;
}
