import type { ChangePreview } from "#lib/billing/change-plan/preview-change.ts";

/** A preview as the route answers it. */
export type PreviewAnswer = Omit<ChangePreview, "effectiveAt"> & { effectiveAt: string | null };
export type ChangeAnswer = { outcome: string; payUrl: string | null };

export type Answer<Told> =
  | { isDone: true; told: Told }
  | { isDone: false; code: string; reason: string | undefined };

/** The server answers within ten seconds, whatever Stripe does; beyond that it is the network. */
const longestMs = 11_000;

/** Asks a route of ours about money; whatever goes wrong is an answer that has words. */
export async function askBilling<Told>(method: string, path: string, body?: object): Promise<Answer<Told>> {
  try {
    const answer = await fetch(path, {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body ?? {}),
      signal: AbortSignal.timeout(longestMs),
    });
    const told = (await answer.json()) as Told & { code?: string; values?: { reason?: string } };
    if (answer.ok) return { isDone: true, told };
    // Other refusals say that nothing was changed; this one cannot know, and may be tried again.
    const reason = told.code === "unavailable" ? "change_unknown" : told.values?.reason;
    return { isDone: false, code: told.code ?? "internal", reason };
  } catch {
    return { isDone: false, code: "unavailable", reason: "change_unknown" };
  }
}
