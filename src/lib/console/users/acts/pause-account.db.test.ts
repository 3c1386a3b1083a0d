import { describe, expect, test } from "vitest";
import { requireKeyViewer } from "#lib/api-keys/require-key-viewer.ts";
import { createWorkspaceKey } from "#lib/api-keys/workspace-keys.ts";
import { contactAddress } from "#lib/mails/contact.ts";
import { ensureViewer } from "#lib/workspaces/ensure-viewer.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { openTestDatabase } from "../../../../../sandbox/testing/test-database.ts";
import { pauseAccount, resumeAccount } from "./pause-account.ts";
import { auditOf, codeStates, makeAdmin, makeCodes, makePerson, secret } from "./people.testing.ts";

openTestDatabase();
const now = new Date("2026-05-01T12:00:00Z");
const reason = "phishing";

const pause = (admin: Viewer, { profileId }: Viewer, withCodes = false) =>
  pauseAccount(db(), admin, { profileId, reason, withCodes }, now);
const resume = (admin: Viewer, { profileId }: Viewer, at = now) =>
  resumeAccount(db(), admin, { profileId }, at);
const seen = ({ profileId: id, email }: Viewer) => ensureViewer(db(), { id, email }, now, secret);

describe("a paused account", () => {
  test("is shut out with the next request, its keys too, and both are back when it is", async () => {
    const [admin, person] = [await makeAdmin(now), await makePerson(now)];
    const { text } = await createWorkspaceKey(db(), person, { name: "Till", scopes: ["codes:read"] }, now);
    const call = () => {
      const request = new Request("http://127.0.0.1/", { headers: { authorization: `Bearer ${text}` } });
      return requireKeyViewer(db(), request, "codes:read", now);
    };
    await call();
    await pause(admin, person);
    expect((await seen(person)).pausedAt).toEqual(now);
    await expect(call()).rejects.toMatchObject({ code: "unauthenticated" });
    await resume(admin, person);
    expect((await seen(person)).pausedAt).toBeNull();
    await call();
    const subject = `profile:${person.profileId}`;
    const actor = `admin:${admin.profileId}`;
    expect(await auditOf("account.paused", subject)).toMatchObject([
      { actor, after: { reason, withCodes: false, suspendedCodes: 0 } },
    ]);
    expect(await auditOf("account.resumed", subject)).toMatchObject([{ actor }]);
  });

  test("keeps its codes leading on unless they are suspended with it", async () => {
    const [admin, person] = [await makeAdmin(now), await makePerson(now)];
    await makeCodes(person.workspace.id, "aapox");
    expect(await pause(admin, person)).toBe(0);
    expect(await codeStates(person.workspace.id)).toBe("aapox");
  });

  test("takes with it what leads visitors on, and gets back exactly that, as it was", async () => {
    const [admin, person] = [await makeAdmin(now), await makePerson(now)];
    const { id } = person.workspace;
    await makeCodes(id, "aapox");
    expect(await pause(admin, person, true)).toBe(3);
    expect(await codeStates(id)).toBe("xxxox");
    expect(await auditOf("account.paused", `profile:${person.profileId}`)).toMatchObject([
      { workspaceId: null, after: { reason, suspendedCodes: 3 } },
      { workspaceId: id, after: { suspendedCodes: 3 } },
    ]);
    // The trial still holds more than Free: what its plan had paused comes back with the others.
    expect(await resume(admin, person)).toBe(3);
    expect(await codeStates(id)).toBe("aaaox");
    expect(await db().suspendedCode.count({ where: { profileId: person.profileId } })).toBe(0);
  });

  test("gets back no more than the plan of then holds", async () => {
    const [admin, person] = [await makeAdmin(now), await makePerson(now)];
    const { id } = person.workspace;
    await makeCodes(id, "a".repeat(12));
    await pause(admin, person, true);
    await resume(admin, person, new Date(now.getTime() + 30 * dayMs));
    expect(await codeStates(id)).toBe(`${"a".repeat(10)}pp`);
  });

  test("takes no codes with it of a workspace that another one owns as well", async () => {
    const [admin, person, other] = [await makeAdmin(now), await makePerson(now), await makePerson(now)];
    const [own, shared] = [person.workspace.id, other.workspace.id];
    const member = { workspaceId: shared, profileId: person.profileId, role: "OWNER" as const };
    await db().workspaceMember.create({ data: member });
    await makeCodes(own, "a");
    await makeCodes(shared, "aa");
    expect(await pause(admin, person, true)).toBe(1);
    expect(await codeStates(shared)).toBe("aa");
    expect(await codeStates(own)).toBe("x");
    // Somebody else's pause is not theirs to end.
    await pause(admin, other);
    await resume(admin, other);
    expect(await codeStates(own)).toBe("x");
  });
});

describe("the person", () => {
  const kinds = ["account_paused", "account_resumed"];
  const mailsTo = ({ profileId }: Viewer) =>
    db().mail.findMany({ where: { profileId, kind: { in: kinds } }, orderBy: { createdAt: "asc" } });

  test("is mailed in their language each time, and never the admin's reason", async () => {
    const [admin, person] = [await makeAdmin(now), await makePerson(now)];
    await db().profile.update({ where: { id: person.profileId }, data: { locale: "pl" } });
    await makeCodes(person.workspace.id, "aa");
    await pause(admin, person, true);
    await resume(admin, person, new Date(now.getTime() + dayMs));
    const mails = await mailsTo(person);
    expect(mails).toMatchObject([
      { kind: "account_paused", recipient: person.email, locale: "pl", values: { codes: 2 } },
      { kind: "account_resumed", recipient: person.email, locale: "pl", values: { codes: 2 } },
    ]);
    expect(mails[0]?.values).toHaveProperty("contact", contactAddress());
    expect(JSON.stringify(mails.map(({ values }) => values))).not.toContain(reason);
    await pauseAccount(
      db(),
      admin,
      { profileId: person.profileId, reason, withCodes: false },
      new Date(now.getTime() + 2 * dayMs),
    );
    expect((await mailsTo(person)).map(({ kind }) => kind)).toEqual([...kinds, "account_paused"]);
  });

  test("is told once however many try at once, and nothing of what was refused", async () => {
    const [admin, person] = [await makeAdmin(now), await makePerson(now)];
    await Promise.allSettled(Array.from({ length: 5 }, () => pause(admin, person)));
    await Promise.allSettled([pause(admin, admin), resume(admin, admin), pause(person, admin)]);
    expect(await mailsTo(person)).toHaveLength(1);
    expect(await mailsTo(admin)).toEqual([]);
  });
});

describe("pausing", () => {
  test("is refused to whoever is no admin, without a reason, of oneself and of somebody not there", async () => {
    const [admin, person] = [await makeAdmin(now), await makePerson(now)];
    await expect(pause(person, admin)).rejects.toMatchObject({ code: "forbidden" });
    await expect(resume(person, person)).rejects.toMatchObject({ code: "forbidden" });
    const given = { profileId: person.profileId, withCodes: false };
    await expect(pauseAccount(db(), admin, { ...given, reason: "" }, now)).rejects.toMatchObject({
      code: "validation",
    });
    await expect(pause(admin, admin)).rejects.toMatchObject({
      details: { values: { reason: "own_account" } },
    });
    const nobody = { ...person, profileId: "00000000-0000-4000-8000-000000000000" };
    await expect(pause(admin, nobody)).rejects.toMatchObject({ code: "not_found" });
    expect((await seen(person)).pausedAt).toBeNull();
  });

  test("happens once, and ends once", async () => {
    const [admin, person] = [await makeAdmin(now), await makePerson(now)];
    await makeCodes(person.workspace.id, "aa");
    const tries = (work: () => Promise<number>) => Promise.allSettled(Array.from({ length: 5 }, work));
    const done = (outcomes: PromiseSettledResult<number>[]) =>
      outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
    expect(done(await tries(() => pause(admin, person, true)))).toEqual([2]);
    expect(done(await tries(() => resume(admin, person)))).toEqual([2]);
  });

  test("never shuts the last admin out, also when two pause each other", async () => {
    await db().profile.updateMany({ where: { role: "ADMIN" }, data: { role: "USER" } });
    const [one, two] = [await makeAdmin(now), await makeAdmin(now)];
    const outcomes = await Promise.allSettled([pause(one, two), pause(two, one)]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });
});
