import { randomBytes } from "node:crypto";
import { z } from "zod";
import { gatekeeper } from "#lib/entitlements/gatekeeper.ts";
import { requireFeature, requireRoom } from "#lib/entitlements/gates.ts";
import { lockEffectivePlan } from "#lib/entitlements/lock-effective-plan.ts";
import type { Entitlements } from "#lib/entitlements/resolve.ts";
import { requireEditor, type Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma, PrismaRoot } from "#platform/db/prisma.ts";
import { once } from "#platform/process.ts";
import { NamedTurns } from "#platform/turns.ts";
import { Refusal } from "#shared/errors.ts";
import type { Code, ListedCode } from "./code.ts";
import { codesPerPage, type ListQuery } from "./list-query.ts";
import { type Room, roomOf } from "./room.ts";
import { generateSlug } from "./slug.ts";
import * as store from "./store.ts";
import type { CreateCode, UpdateCode } from "./validation.ts";

const slugTries = 5;

/**
 * Writes that the plan limits, of each workspace one that has its lock and one that is next: the
 * others would wait for it anyway, and here no connection waits with them that others could use.
 */
const atOnce = 2;
const patienceMs = 10_000;
const turns = () => once("codes.turns", () => new NamedTurns(atOnce, patienceMs));

function inTurn<T>(db: PrismaRoot, workspaceId: string, write: (tx: Prisma) => Promise<T>): Promise<T> {
  return turns().take(workspaceId, () => db.$transaction(write));
}

/**
 * @throws Refusal `plan_limit` when the plan holds no more codes, `plan_feature` for a slug of
 *   one's own or an expiry that it does not have, `slug_taken`, `forbidden`
 */
export async function createCode(
  db: PrismaRoot,
  viewer: Viewer,
  input: CreateCode,
  now: Date,
): Promise<Code> {
  requireEditor(viewer);
  const workspaceId = viewer.workspace.id;
  return inTurn(db, workspaceId, async (tx) => {
    const plan = await lockEffectivePlan(tx, workspaceId, viewer.profileId, now);
    requireRoom(workspaceId, plan, "create_code", await store.countCodes(tx, workspaceId));
    const { name, destination, expiresAt } = input;
    if (input.slug !== null) requireFeature(workspaceId, plan, "choose_slug");
    if (expiresAt !== null) requireFeature(workspaceId, plan, "set_expiry");
    const code = { workspaceId, name, destination, expiresAt };
    if (input.slug !== null) {
      const created = await store.insertCode(tx, { ...code, slug: input.slug });
      if (!created) throw new Refusal("slug_taken", { fields: { slug: ["slug_taken"] } });
      return created;
    }
    for (let attempt = 0; attempt < slugTries; attempt++) {
      const created = await store.insertCode(tx, { ...code, slug: generateSlug(randomBytes) });
      if (created) return created;
    }
    throw new Error(`no free slug in ${slugTries} tries`);
  });
}

export async function getRoom(db: Prisma, viewer: Viewer, now: Date): Promise<Room> {
  const [plan, held] = await Promise.all([
    gatekeeper().getEntitlements(viewer, now),
    store.countCodes(db, viewer.workspace.id),
  ]);
  return roomOf(plan, held);
}

/** @throws Refusal `not_found`, also for a code of another workspace */
export async function getCode(db: Prisma, viewer: Viewer, id: string): Promise<Code> {
  const code = await store.findCode(db, viewer.workspace.id, id);
  if (!code) throw new Refusal("not_found");
  return code;
}

export type CodePage = {
  codes: ListedCode[];
  matches: number;
  page: number;
  pages: number;
  room: Room;
};

/**
 * One page of the viewer's codes, how many match, how many there are and how many there may be.
 * Beyond the last page stands the last one.
 */
export async function listCodes(db: Prisma, viewer: Viewer, query: ListQuery, now: Date): Promise<CodePage> {
  const workspaceId = viewer.workspace.id;
  const [asked, matches, held, plan] = await Promise.all([
    store.listCodes(db, workspaceId, query, now),
    store.countMatchingCodes(db, workspaceId, query, now),
    store.countCodes(db, workspaceId),
    gatekeeper().getEntitlements(viewer, now),
  ]);
  const pages = Math.max(1, Math.ceil(matches / codesPerPage));
  const page = Math.min(query.page, pages);
  const found = page === query.page ? asked : await store.listCodes(db, workspaceId, { ...query, page }, now);
  const codes = plan.features.includes("bot_filter")
    ? found
    : found.map((code) => ({ ...code, botScans: null }));
  return { codes, matches, page, pages, room: roomOf(plan, held) };
}

/**
 * @param version the `updatedAt` that the change was made on, where the writer knows it
 * @throws Refusal `not_found`, `conflict` when somebody was quicker, `plan_limit` for a code that
 *   would run again, `plan_feature` for another expiry than it has, `forbidden`
 */
export async function updateCode(
  db: PrismaRoot,
  viewer: Viewer,
  id: string,
  change: UpdateCode,
  now: Date,
  version?: Date,
): Promise<Code> {
  requireEditor(viewer);
  const workspaceId = viewer.workspace.id;
  return inTurn(db, workspaceId, async (tx) => {
    const { isActive, pauseNote, ...plain } = change;
    // The workspace before the code, as everywhere: two locks in one order never wait in a circle.
    const plan = needsPlan(change) ? await lockEffectivePlan(tx, workspaceId, viewer.profileId, now) : null;
    await store.lockCode(tx, workspaceId, id);
    const before = await getCode(tx, viewer, id);
    if (version && before.updatedAt.getTime() !== version.getTime()) throw new Refusal("conflict");
    if (plan) await requirePlanFor(tx, workspaceId, plan, before, change);
    const state = isActive === undefined ? {} : decideState(before, isActive);
    const note = pauseNote === undefined ? {} : { pauseNote };
    await store.changeCode(tx, workspaceId, id, { ...plain, ...note, ...state });
    return getCode(tx, viewer, id);
  });
}

const needsPlan = ({ isActive, expiresAt }: UpdateCode): boolean =>
  isActive === true || expiresAt instanceof Date;

/** What a code has already stays with it, and an expiry can always be taken away. */
async function requirePlanFor(
  tx: Prisma,
  workspaceId: string,
  plan: Entitlements,
  before: Code,
  { isActive, expiresAt }: UpdateCode,
): Promise<void> {
  if (isActive && !before.isActive) {
    requireRoom(workspaceId, plan, "resume_code", await store.countActiveCodes(tx, workspaceId));
  }
  if (expiresAt && expiresAt.getTime() !== before.expiresAt?.getTime()) {
    requireFeature(workspaceId, plan, "set_expiry");
  }
}

function decideState(code: Code, isActive: boolean): store.CodeChange {
  if (code.isActive === isActive) return {};
  if (!isActive) return { isActive: false, pauseReason: "owner" };
  if (code.pauseReason === "abuse") throw new Refusal("forbidden");
  return { isActive: true, pauseReason: null };
}

/** Takes the code out of the list; its slug stays taken and answers that it is gone. */
export async function deleteCode(db: Prisma, viewer: Viewer, id: string, now: Date): Promise<void> {
  requireEditor(viewer);
  await getCode(db, viewer, id);
  await store.changeCode(db, viewer.workspace.id, id, { deletedAt: now });
}

/** The id, when it is one of a code of the viewer's that was deleted and can be restored; else null. */
export async function findDeletedId(
  db: Prisma,
  viewer: Viewer,
  unverifiedId: unknown,
): Promise<string | null> {
  const id = z.uuid().safeParse(unverifiedId);
  if (!id.success) return null;
  return (await store.findDeletedCode(db, viewer.workspace.id, id.data)) ? id.data : null;
}

/** Undoes a deletion. @throws Refusal `not_found`, `plan_limit` */
export async function restoreCode(db: PrismaRoot, viewer: Viewer, id: string, now: Date): Promise<void> {
  requireEditor(viewer);
  const workspaceId = viewer.workspace.id;
  await inTurn(db, workspaceId, async (tx) => {
    const plan = await lockEffectivePlan(tx, workspaceId, viewer.profileId, now);
    if (!(await store.findDeletedCode(tx, workspaceId, id))) throw new Refusal("not_found");
    requireRoom(workspaceId, plan, "restore_code", await store.countCodes(tx, workspaceId));
    await store.changeCode(tx, workspaceId, id, { deletedAt: null });
  });
}
