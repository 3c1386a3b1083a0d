"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useFormStatus } from "react-dom";
import { FormMessage } from "#components/ui/form-message.tsx";
import type { ReconcileProgress } from "#lib/billing/reconcile/progress.ts";
import { routes } from "#shared/routes.ts";
import { secondMs } from "#shared/time.ts";

const lookEveryMs = secondMs;
/** Longer silent than any step of it takes: its process is gone. */
const silentMs = 60 * secondMs;

/** How far the reconciliation has come that runs, here or elsewhere; else what the last one found. */
export function ReconcileState({ last }: { last: ReconcileProgress | null }) {
  const progress = useProgress(last);
  if (progress === null) return null;
  return progress.isComplete === null ? <Running {...progress} /> : <Found {...progress} />;
}

function Running({ step, customers, customersKnown, missedEvents }: ReconcileProgress) {
  const t = useTranslations("admin.reconcile");
  const isReading = step === "customers" && customersKnown !== null;
  const text = isReading
    ? t("step_customers", { read: customers, count: customersKnown, missed: missedEvents })
    : t("step_events");
  return (
    <div role="status" className="grid max-w-[64ch] gap-2">
      <p>{text}</p>
      <progress
        aria-label={t("progress")}
        className="h-2 w-full accent-cyan-ink"
        {...(isReading && { value: customers, max: Math.max(customersKnown, 1) })}
      />
    </div>
  );
}

function Found({ step, toldAt, isComplete, customers, drifted, missedEvents, failed }: ReconcileProgress) {
  const t = useTranslations("admin.reconcile");
  const format = useFormatter();
  const at = format.dateTime(new Date(toldAt), { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });
  const isWell = failed === 0 && isComplete === true;
  return (
    <FormMessage tone={isWell ? "success" : "notice"}>
      {t("last", { at })} {t("counts", { customers, drifted, missed: missedEvents, failed })}
      {step === "broken" ? ` ${t("broken")}` : isComplete === false && ` ${t("incomplete")}`}
    </FormMessage>
  );
}

/** Looks once a second while one runs; the answer of the form brings the last figures. */
function useProgress(last: ReconcileProgress | null): ReconcileProgress | null {
  const { pending } = useFormStatus();
  const [seen, setSeen] = useState<ReconcileProgress | null>(null);
  const newest = newer(last, seen);
  const isRunning = newest?.isComplete === null && Date.now() - Date.parse(newest.toldAt) < silentMs;
  const isWatched = pending || isRunning;
  useEffect(() => {
    if (!isWatched) return;
    const look = async () => {
      const answer = await fetch(routes.api.reconciliation).catch(() => null);
      // Whoever watches looks again in a moment; what the form answers tells of what is wrong.
      if (answer?.ok) setSeen(await answer.json());
    };
    const timer = setInterval(() => void look(), lookEveryMs);
    return () => clearInterval(timer);
  }, [isWatched]);
  return newest;
}

function newer(one: ReconcileProgress | null, other: ReconcileProgress | null): ReconcileProgress | null {
  if (one === null || other === null) return one ?? other;
  return one.toldAt >= other.toldAt ? one : other;
}
