import { randomBytes, randomUUID } from "node:crypto";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import type { PromoCode } from "./code-store.ts";
import { createPromoCode } from "./service.ts";
import { createBody } from "./validation.ts";

/** An address nobody else has used: limits are counted by it. */
export function someAddress(): string {
  const groups = randomBytes(6).toString("hex").match(/.{4}/g) ?? [];
  return `2001:${groups.join(":")}::/64`;
}

/** Somebody who runs the platform; what they do concerns no workspace. */
export function makeAdmin(secondFactorAt = new Date()): Viewer {
  const profileId = randomUUID();
  const workspace = {
    id: profileId,
    name: "Admin",
    role: "OWNER" as const,
    trialEndsAt: null,
    entitlementVersion: 0,
  };
  return {
    profileId,
    email: "admin@example.org",
    name: "",
    locale: "en",
    platformRole: "ADMIN",
    secondFactorAt,
    workspace,
  };
}

/** A code for any number of workspaces and thirty days, unless something else is wanted. */
export async function makeCode(wanted: object = {}, now = new Date()): Promise<PromoCode> {
  const code = `T${randomUUID().replaceAll("-", "")}`;
  const input = createBody.parse({ code, description: "test", days: 30, ...wanted });
  return createPromoCode(db(), makeAdmin(now), input, now);
}

/** The code of its refusal, else that it went well. */
export async function answerOf(redemption: Promise<unknown>): Promise<string> {
  try {
    await redemption;
    return "redeemed";
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

/** The same, of somebody who tries again as they are told to when their turn took too long to come. */
export async function insistOn(redeem: () => Promise<unknown>): Promise<string> {
  for (;;) {
    const answer = await answerOf(redeem());
    if (answer !== "unavailable") return answer;
  }
}

/** How many uses a code counts, and how many there are. */
export async function usesOf({ id }: PromoCode): Promise<[number, number]> {
  const { uses } = await db().promoCode.findUniqueOrThrow({ where: { id } });
  return [uses, await db().promoRedemption.count({ where: { promoCodeId: id } })];
}
