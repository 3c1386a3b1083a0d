"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { routes } from "#shared/routes.ts";

/** How often it is looked whether the database is back. */
const checkEveryMs = 2000;

type Props = { digest: string | undefined; retry: () => void };

/**
 * What a page shows when it could not be made. While the database is away it says so and comes
 * back by itself; anything else is an error of ours that can be tried again.
 */
export function OutageNotice({ digest, retry }: Props) {
  const t = useTranslations("outage");
  const [isOutage, setIsOutage] = useState<boolean | null>(null);

  useEffect(() => {
    let isLive = true;
    let wasAway = false;
    const check = async () => {
      const isReady = await fetch(routes.api.ready, { cache: "no-store" }).then(
        (answer) => answer.ok,
        () => false,
      );
      if (!isLive) return;
      if (isReady && wasAway) return retry();
      wasAway ||= !isReady;
      setIsOutage(wasAway);
    };
    void check();
    const timer = setInterval(check, checkEveryMs);
    return () => {
      isLive = false;
      clearInterval(timer);
    };
  }, [retry]);

  return (
    <main className="mx-auto grid min-h-dvh max-w-xl content-center px-4">
      <EmptyState
        heading="h1"
        title={isOutage ? t("title") : t("error_title")}
        action={<Button onClick={retry}>{t("retry")}</Button>}
      >
        <span role="status" className="grid gap-2">
          <span>{isOutage ? t("text") : t("error_text")}</span>
          <span className="text-sm">{isOutage ? t("checking") : digest ? t("code", { digest }) : null}</span>
        </span>
      </EmptyState>
    </main>
  );
}
