import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { forgetNetworks, listSignUpCounts } from "./count-sign-ups.ts";
import { ensureViewer } from "./ensure-viewer.ts";

openTestDatabase();
const now = new Date("2026-11-20T12:00:00Z");
const ago = (days: number) => new Date(now.getTime() - days * dayMs);

const signUp = (email: string, address: string | null, at = now) =>
  ensureViewer(db(), { id: randomUUID(), email }, at, "secret", address);

test("sign-ups are counted by domain and by network, the most first, with the trials given", async () => {
  await signUp("anna@farm.test", "203.0.113.7");
  await signUp("bert@farm.test", "203.0.113.8");
  await signUp("cora@farm.test", "2001:db8:7:1::/64");
  await signUp("dora@gmail.com", "2001:db8:7:2::/64");
  await signUp("d.ora+2@googlemail.com", "198.51.100.1");
  await signUp("eve@mailinator.com", "203.0.113.9");
  await signUp("fred@nowhere.test", "unknown");
  await signUp("gone@farm.test", "203.0.113.7", ago(31));
  const counts = await listSignUpCounts(db(), ago(30));
  expect(counts.domains).toEqual([
    { domain: "farm.test", count: 3, trials: 3, isProvider: false },
    { domain: "gmail.com", count: 2, trials: 1, isProvider: true },
    { domain: "mailinator.com", count: 1, trials: 0, isProvider: false },
    { domain: "nowhere.test", count: 1, trials: 1, isProvider: false },
  ]);
  expect(counts.networks).toEqual([
    { network: "203.0.113.0/24", count: 3, trials: 2 },
    { network: "2001:db8:7::/48", count: 2, trials: 2 },
    { network: "198.51.100.0/24", count: 1, trials: 0 },
  ]);
});

test("coming back counts nobody again", async () => {
  const id = randomUUID();
  const come = (email: string) => ensureViewer(db(), { id, email }, now, "secret", "192.0.2.1");
  await Promise.all(Array.from({ length: 10 }, () => come("again@back.test")));
  await come("moved@back.test");
  const { domains } = await listSignUpCounts(db(), ago(30));
  expect(domains.filter(({ domain }) => domain === "back.test")).toMatchObject([{ count: 1 }]);
});

test("after ninety days the network is forgotten and the sign-up still counts", async () => {
  await signUp("old@old.test", "192.0.2.77", ago(91));
  await signUp("young@old.test", "192.0.2.78", ago(89));
  expect(await forgetNetworks(db(), now)).toBe(1);
  const { domains, networks } = await listSignUpCounts(db(), ago(100));
  expect(domains.find(({ domain }) => domain === "old.test")).toMatchObject({ count: 2 });
  expect(networks.find(({ network }) => network === "192.0.2.0/24")?.count).toBe(2);
});
