import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { callFrom } from "#platform/caller.ts";
import { db } from "#platform/db/prisma.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { recordAudit } from "./record.ts";

openTestDatabase();

async function addressOf(actor: string, address: string | null): Promise<string | null> {
  const subject = `workspace:${randomUUID()}`;
  const entry = { actor, action: "account.kept", subject, workspaceId: null } as const;
  await callFrom({ address }, () => recordAudit(db(), [entry], new Date()));
  return (await db().auditEvent.findFirstOrThrow({ where: { subject } })).address;
}

test.each([
  ["admin:1", "203.0.113.7", "203.0.113.7"],
  ["api_key:1", "2001:db8:1:2::/64", "2001:db8:1:2::/64"],
  ["profile:1", "203.0.113.7", "203.0.113.0/24"],
  ["profile:1", null, null],
  ["stripe", "203.0.113.7", null],
  ["system", "203.0.113.7", null],
])("of %s at %s the audit keeps %s", async (actor, address, kept) => {
  expect(await addressOf(actor, address)).toBe(kept);
});

test("what no request asked for comes from nowhere", async () => {
  const subject = `workspace:${randomUUID()}`;
  await recordAudit(
    db(),
    [{ actor: "admin:1", action: "account.kept", subject, workspaceId: null }],
    new Date(),
  );
  expect(await db().auditEvent.findFirstOrThrow({ where: { subject } })).toMatchObject({ address: null });
});
