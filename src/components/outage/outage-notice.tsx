"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { routes } from "#shared/routes.ts";

/** How often it is looked whether what was away is back. */
const checkEveryMs = 2000;

type Away = "database" | "auth" | null;

/** What the server says of its own dependencies; a server that does not answer counts as away. */
async function findAway(): Promise<Away> {
  try {
    const answer = await fetch(routes.api.ready, { cache: "no-store" });
    const { checks } = (await answer.json()) as { checks?: { postgres?: string; auth?: string } };
    if (checks?.postgres !== "ok") return "database";
    return checks.auth === "ok" ? null : "auth";
  } catch {
    return "database";
  }
}

type Props = { digest: string | undefined; retry: () => void };

/**
 * What a page shows when it could not be made. While something it needs is away it says so and
 * comes back by itself; anything else is an error of ours that can be tried again.
 */
export function OutageNotice({ digest, retry }: Props) {
  const t = useTranslations("outage");
  const [away, setAway] = useState<Away>(null);

  useEffect(() => {
    let isLive = true;
    let wasAway: Away = null;
    const check = async () => {
      const now = await findAway();
      if (!isLive) return;
      if (!now && wasAway) return retry();
      wasAway = now ?? wasAway;
      setAway(wasAway);
    };
    void check();
    const timer = setInterval(check, checkEveryMs);
    return () => {
      isLive = false;
      clearInterval(timer);
    };
  }, [retry]);

  const words = {
    database: { title: t("title"), text: t("text") },
    auth: { title: t("auth_title"), text: t("auth_text") },
    error: { title: t("error_title"), text: t("error_text") },
  }[away ?? "error"];
  return (
    <main className="mx-auto grid min-h-dvh max-w-xl content-center px-4">
      <EmptyState heading="h1" title={words.title} action={<Button onClick={retry}>{t("retry")}</Button>}>
        <span role="status" className="grid gap-2">
          <span>{words.text}</span>
          <span className="text-sm">{away ? t("checking") : digest ? t("code", { digest }) : null}</span>
        </span>
      </EmptyState>
    </main>
  );
}
