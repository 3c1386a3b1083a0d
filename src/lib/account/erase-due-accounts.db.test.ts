import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { signInWithPassword } from "#lib/auth/passwords.ts";
import { canonicalEmail, identityHash } from "#lib/workspaces/email-identity.ts";
import { ensureViewer } from "#lib/workspaces/ensure-viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import {
  due,
  openAccountStage,
  password,
  profileOf,
  secret,
} from "../../../sandbox/testing/account-stage.ts";
import { undoDays } from "./deletion.ts";
import { eraseDueAccounts } from "./erase-due-accounts.ts";
import { requestDeletion } from "./request-deletion.ts";

const { now, toolsThat, makeOwner, subscribe, liveAtStripe, later, erase, findTraces, stripe, publicAuth } =
  openAccountStage();

test("what closed workspaces are still about to buy is closed by one sweep, however many they are", async () => {
  const closed = Array.from({ length: 120 }, () => ({ id: randomUUID(), name: "Closed", closedAt: now }));
  await db().workspace.createMany({ data: closed });
  const intent = { plan: "pro", interval: "month", currency: "usd", expiresAt: now };
  await db().checkoutIntent.createMany({ data: closed.map(({ id }) => ({ ...intent, workspaceId: id })) });
  expect(await eraseDueAccounts(toolsThat())).toMatchObject({ ended: 120, failed: 0 });
  expect(await db().checkoutIntent.count({ where: { state: "open" } })).toBe(0);
});

describe("erasing", () => {
  test("leaves a pseudonym, slugs, invoices, audit and the trial's hash, and nothing personal", async () => {
    const { viewer, slug, customer, name, signedIn } = await makeOwner();
    const { email, profileId, workspace } = viewer;
    const own = { profileId, workspaceId: workspace.id, locale: "en", recipient: email, nextAttemptAt: now };
    const values = { name };
    await db().mail.createMany({
      data: [
        { ...own, key: randomUUID(), kind: "welcome", values, state: "sent" },
        { ...own, key: randomUUID(), kind: "trial_ending", values },
      ],
    });
    await db().webhookEvent.create({
      data: {
        ...{ id: `evt_${randomUUID()}`, type: "customer.updated", customerId: customer, payload: { email } },
        ...{ state: "processed", nextAttemptAt: now, occurredAt: now },
      },
    });
    const invoices = await db().billingInvoice.count({ where: { workspaceId: workspace.id } });
    const audit = await db().auditEvent.count({ where: { workspaceId: workspace.id } });
    expect(invoices).toBeGreaterThan(0);
    expect(await signedIn()).toBe(true);
    await requestDeletion(toolsThat(), viewer);
    expect(await later(undoDays * dayMs, () => eraseDueAccounts(toolsThat()))).toMatchObject({ erased: 0 });
    await erase();
    const last = await db().mail.findMany({ where: { profileId, state: "pending" } });
    expect(last).toMatchObject([{ kind: "account_deleted", recipient: email }]);
    await db().mail.updateMany({ where: { profileId }, data: { state: "sent" } });
    await erase();

    const profile = await profileOf(viewer);
    expect(profile.email).toMatch(/^deleted-[0-9a-f]{12}@deleted\.invalid$/);
    expect(profile).toMatchObject({ name: profile.email.split("@")[0], erasedAt: expect.any(Date) });
    expect(await signedIn()).toBe(false);
    const refused = signInWithPassword(publicAuth(), email, password);
    await expect(refused).rejects.toMatchObject({ code: "invalid_credentials" });
    expect(await db().qrCode.findUnique({ where: { slug } })).toMatchObject({
      ...{ name: "", destination: "", pauseNote: null, deletedAt: expect.any(Date) },
    });
    expect(await db().billingInvoice.count({ where: { workspaceId: workspace.id } })).toBe(invoices);
    expect(await db().auditEvent.count({ where: { workspaceId: workspace.id } })).toBeGreaterThan(audit);
    expect(await stripe().customers.retrieve(customer)).toMatchObject({ deleted: true });
    expect(await db().mail.findMany({ where: { profileId }, orderBy: { kind: "asc" } })).toMatchObject([
      { kind: "account_deleted", recipient: "", values: {} },
      { kind: "welcome", recipient: "", values: {} },
    ]);
    expect(await findTraces([email, name])).toEqual([]);
    const hash = identityHash(canonicalEmail(email), secret);
    expect(await db().trial.count({ where: { identityHash: hash } })).toBe(1);
  });

  test("leaves those alone who asked later, and other people's workspaces without the person", async () => {
    const [gone, stays] = [await makeOwner(), await makeOwner()];
    await db().workspaceMember.create({
      data: { workspaceId: stays.viewer.workspace.id, profileId: gone.viewer.profileId, role: "MEMBER" },
    });
    await requestDeletion(toolsThat(), gone.viewer);
    await later(dayMs, () => requestDeletion(toolsThat(), stays.viewer)).catch(() => {});
    await erase();
    expect((await profileOf(gone.viewer)).erasedAt).not.toBeNull();
    expect((await profileOf(stays.viewer)).erasedAt).toBeNull();
    expect(await stays.signedIn()).toBe(true);
    const members = await db().workspaceMember.findMany({
      where: { workspaceId: stays.viewer.workspace.id },
    });
    expect(members.map(({ profileId }) => profileId)).toEqual([stays.viewer.profileId]);
  });

  test("is carried through by the next sweep, wherever the one before died", async () => {
    for (let survived = 0, isDone = false; !isDone; survived++) {
      const { viewer, customer, signedIn } = await makeOwner();
      await requestDeletion(toolsThat(), viewer);
      // A plan that was bought meanwhile and nobody has heard of.
      await subscribe(customer);
      let calls = 0;
      const dying = toolsThat(() => {
        if (++calls > survived) throw new Error("killed");
      });
      const { failed } = await later(due, () => eraseDueAccounts(dying));
      isDone = failed === 0;
      // The person is gone at Supabase only when nothing can be charged any more.
      if (!(await signedIn()))
        expect(await stripe().customers.retrieve(customer)).toMatchObject({ deleted: true });
      expect(await erase(), `died after ${survived} steps`).toMatchObject({ failed: 0 });
      expect(await liveAtStripe(customer)).toBe(0);
      expect(await signedIn()).toBe(false);
      expect((await profileOf(viewer)).erasedAt).not.toBeNull();
      // Whoever is gone is told so, and then that mail is forgotten as well.
      expect(await findTraces([viewer.email])).toEqual(["public.mails"]);
      if (isDone) expect(survived).toBeGreaterThan(8);
    }
  }, 120_000);

  test("done by many at once is done once", async () => {
    const { viewer } = await makeOwner();
    await requestDeletion(toolsThat(), viewer);
    await later(due, () => Promise.all(Array.from({ length: 4 }, () => eraseDueAccounts(toolsThat()))));
    const told = { workspaceId: viewer.workspace.id, action: "account.erased" };
    expect(await db().auditEvent.count({ where: told })).toBe(1);
  });
});

describe("whoever has been erased", () => {
  test("gets no second trial by signing up with the same address again", async () => {
    const { viewer } = await makeOwner();
    const { email, profileId } = viewer;
    await requestDeletion(toolsThat(), viewer);
    await erase();
    const again = await ensureViewer(db(), { id: randomUUID(), email }, now, secret);
    expect(again.workspace.trialEndsAt).toBeNull();
    expect(again.workspace.id).not.toBe(viewer.workspace.id);
    expect(again.profileId).not.toBe(profileId);
    const signUp = await db().signUp.findUnique({ where: { profileId: again.profileId } });
    expect(signUp).toMatchObject({ trial: "had_before" });
  });

  test("is not written back by a request that was still on its way", async () => {
    const { viewer } = await makeOwner();
    await requestDeletion(toolsThat(), viewer);
    await erase();
    const { profileId: id, email } = viewer;
    await expect(ensureViewer(db(), { id, email }, now, secret)).rejects.toMatchObject({
      code: "unauthenticated",
    });
    expect((await profileOf(viewer)).email).not.toBe(email);
  });
});
