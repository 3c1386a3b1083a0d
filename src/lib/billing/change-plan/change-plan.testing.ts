import type { Offer } from "../plans.ts";
import type { PaidTarget } from "./decide-change.ts";

/** When the clocks of these subscriptions start. */
export const clockStart = Date.parse("2026-05-01T12:00:00Z") / 1000;
export const day = 86_400;

export const proMonthly = { plan: "pro", interval: "month" } as const;
export const proYearly = { plan: "pro", interval: "year" } as const;
export const enterprise = { plan: "enterprise", interval: "month" } as const;
export const usd = (target: PaidTarget): Offer => ({ ...target, currency: "usd" });
