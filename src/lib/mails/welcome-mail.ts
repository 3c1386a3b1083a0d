import type { MailDraft } from "./enqueue-mails.ts";
import type { Recipient } from "./store.ts";

/** The first mail of a new account: one for a person, whatever workspaces they come to have. */
export function welcomeMail(recipient: Recipient, workspaceId: string, trialEndsAt: Date | null): MailDraft {
  const values = { trialEndsAt: trialEndsAt?.toISOString() ?? null };
  return { notice: { kind: "welcome", about: "first", values }, workspaceId, recipient };
}
