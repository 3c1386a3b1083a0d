import { useFormatter, useTranslations } from "next-intl";
import { RecordPanel } from "#components/admin/record-panel.tsx";
import { Mono, useRecordTexts } from "#components/admin/record-texts.tsx";
import { Badge } from "#components/ui/badge.tsx";
import type { SystemState } from "#lib/console/system/get-system.ts";
import { secondMs } from "#shared/time.ts";
import { RetryForm } from "./retry-form.tsx";

type Job = SystemState["jobs"][number];

/** What waits in the queue, by kind and state. */
export function QueuePanel({ queue, mails, now }: Pick<SystemState, "queue" | "mails"> & { now: Date }) {
  const t = useTranslations("admin.system");
  const format = useFormatter();
  const waiting = mails && {
    name: t("mails_waiting"),
    state: "created",
    count: mails.waiting,
    oldestAt: mails.oldestAt,
  };
  return (
    <RecordPanel
      title={t("queue")}
      empty={t("no_queue")}
      rows={[...(queue ?? []), ...(waiting ? [waiting] : [])]}
      keyOf={({ name, state }) => `${name} ${state}`}
      columns={[
        { label: t("kind"), show: ({ name }) => name },
        { label: t("state"), show: ({ state }) => <QueueState state={state} /> },
        { label: t("count"), isNumeric: true, show: ({ count }) => format.number(count) },
        { label: t("oldest"), show: ({ oldestAt }) => (oldestAt ? format.relativeTime(oldestAt, now) : "–") },
      ]}
    />
  );
}

const queueStates = ["created", "retry", "active", "completed", "cancelled", "failed"] as const;

function QueueState({ state }: { state: string }) {
  const t = useTranslations("admin.system.queue_states");
  const known = queueStates.find((one) => one === state);
  return <Badge tone={state === "failed" ? "attention" : "neutral"}>{known ? t(known) : state}</Badge>;
}

export function FailedJobs({ jobs }: { jobs: SystemState["failedJobs"] }) {
  const t = useTranslations("admin.system");
  const { instant } = useRecordTexts();
  return (
    <RecordPanel
      title={t("failed_jobs")}
      empty={t(jobs === null ? "unknown" : "no_failed_jobs")}
      rows={jobs ?? []}
      keyOf={({ id }) => id}
      columns={[
        { label: t("kind"), show: ({ name, id }) => <NameWithId name={name} id={id} /> },
        {
          label: t("error"),
          show: ({ error }) => <span className="text-sm wrap-anywhere">{error ?? "–"}</span>,
        },
        { label: t("failed_at"), show: ({ failedAt }) => instant(failedAt) },
        { label: t("act"), show: ({ id }) => <RetryForm what="job" id={id} /> },
      ]}
    />
  );
}

type FailedMail = NonNullable<SystemState["failedMails"]>[number];

export function FailedMails({
  mails,
  canRetry,
}: {
  mails: SystemState["failedMails"];
  canRetry: (mail: FailedMail) => boolean;
}) {
  const t = useTranslations("admin.system");
  const { instant } = useRecordTexts();
  return (
    <RecordPanel
      title={t("failed_mails")}
      empty={t(mails === null ? "unknown" : "no_failed_mails")}
      rows={mails ?? []}
      keyOf={({ id }) => id}
      columns={[
        { label: t("kind"), show: ({ kind }) => kind },
        { label: t("recipient"), show: ({ recipient }) => <bdi className="wrap-anywhere">{recipient}</bdi> },
        {
          label: t("error"),
          show: ({ error }) => <span className="text-sm wrap-anywhere">{error ?? "–"}</span>,
        },
        { label: t("made_at"), show: ({ createdAt }) => instant(createdAt) },
        {
          label: t("act"),
          show: (mail) => (canRetry(mail) ? <RetryForm what="mail" id={mail.id} /> : t("too_old")),
        },
      ]}
    />
  );
}

function NameWithId({ name, id }: { name: string; id: string }) {
  return (
    <span className="grid gap-0.5">
      <span className="font-semibold">{name}</span>
      <Mono>{id}</Mono>
    </span>
  );
}

/** What is done again and again: when it was last done, and with what result. */
export function JobRuns({ jobs, now }: { jobs: readonly Job[]; now: Date }) {
  const t = useTranslations("admin.system");
  const format = useFormatter();
  return (
    <RecordPanel
      title={t("jobs")}
      rows={jobs}
      keyOf={({ name }) => name}
      columns={[
        { label: t("kind"), show: ({ name }) => name },
        {
          label: t("every"),
          isNumeric: true,
          show: ({ everyMs }) => t("seconds", { count: everyMs / secondMs }),
        },
        { label: t("state"), show: (job) => <RunState {...job} /> },
        { label: t("last_run"), show: ({ run }) => (run ? format.relativeTime(run.endedAt, now) : "–") },
        {
          label: t("last_success"),
          show: ({ run }) => (run?.lastSuccessAt ? format.relativeTime(run.lastSuccessAt, now) : "–"),
        },
        {
          label: t("found"),
          show: ({ run }) => (
            <span className="text-sm wrap-anywhere">
              {run?.error ?? (run?.report == null ? "–" : JSON.stringify(run.report))}
            </span>
          ),
        },
      ]}
    />
  );
}

function RunState({ run }: Job) {
  const t = useTranslations("admin.system.run_states");
  if (run === null) return <Badge>{t("never")}</Badge>;
  return <Badge tone={run.hasFailed ? "attention" : "data"}>{t(run.hasFailed ? "failed" : "done")}</Badge>;
}
