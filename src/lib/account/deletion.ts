import { createHmac } from "node:crypto";
import { dayMs, hourMs } from "#shared/time.ts";

/** How long a deletion can be taken back. */
export const undoDays = 14;
/** Between the last moment to take it back and the erasing: clocks differ, and requests take time. */
const marginMs = hourMs;

/** @returns the instant from which a deletion that was asked for can no longer be taken back */
export function undoEnd(requestedAt: Date): Date {
  return new Date(requestedAt.getTime() + undoDays * dayMs);
}

export function canBeKept(requestedAt: Date, now: Date): boolean {
  return now < undoEnd(requestedAt);
}

/** @returns the instant up to which a deletion must have been asked for to be carried out at `now` */
export function dueSince(now: Date): Date {
  return new Date(now.getTime() - undoDays * dayMs - marginMs);
}

/** A workspace as somebody who wants to leave finds it; those who are leaving are not counted. */
export type Belonging = {
  workspaceId: string;
  name: string;
  isOwner: boolean;
  otherMembers: number;
  otherOwners: number;
};

export type DeletionDecision =
  | { kind: "allowed"; closedWorkspaceIds: string[] }
  /** Others would be left without anybody who decides and pays. */
  | { kind: "only_owner"; workspace: string };

/** A workspace of one's own is closed; in those of others one is simply gone. */
export function decideDeletion(belongings: readonly Belonging[]): DeletionDecision {
  const needed = belongings.find(
    ({ isOwner, otherMembers, otherOwners }) => isOwner && otherMembers > 0 && otherOwners === 0,
  );
  if (needed) return { kind: "only_owner", workspace: needed.name };
  const own = belongings.filter(({ isOwner, otherMembers }) => isOwner && otherMembers === 0);
  return { kind: "allowed", closedWorkspaceIds: own.map(({ workspaceId }) => workspaceId) };
}

/** What stands in place of a name once it is erased: the same for one person, and nobody's. */
export function pseudonym(profileId: string, secret: string): string {
  const digest = createHmac("sha256", secret).update(`erased\n${profileId}`).digest("hex");
  return `deleted-${digest.slice(0, 12)}`;
}

/** An address that can never receive mail (RFC 2606). */
export function pseudonymousEmail(name: string): string {
  return `${name}@deleted.invalid`;
}
