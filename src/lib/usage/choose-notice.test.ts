import { expect, test } from "vitest";
import { chooseNotice } from "./choose-notice.ts";
import type { Meter } from "./meters.ts";
import type { NoticeId } from "./notice-store.ts";
import type { QuotaState } from "./quota.ts";

const period = { start: new Date("2026-11-03T00:00:00Z"), end: new Date("2026-12-03T00:00:00Z") };
const before = new Date("2026-10-03T00:00:00Z");

const notice = (meter: Meter, threshold: NoticeId["threshold"], periodStart = period.start): NoticeId => ({
  meter,
  threshold,
  periodStart,
});
const quota = (meter: Meter, used: number, limit: number | null, state: QuotaState["state"] = "open") => ({
  meter,
  used,
  limit,
  state,
  graceLimit: null,
  graceEndsAt: null,
  period,
});
const chosen = (ids: NoticeId[], quotas: QuotaState[]) => chooseNotice(ids, quotas)?.id ?? null;

test("what is refused comes before what ends soon, and that before what is nearly used up", () => {
  const ids = [notice("apiCalls", 90), notice("exports", 100), notice("activeCodes", 100)];
  const quotas = [
    quota("apiCalls", 99, 100),
    quota("exports", 119, 100, "grace"),
    quota("activeCodes", 10, 10, "blocked"),
  ];
  expect(chosen(ids, quotas)).toBe(ids[2]);
  expect(chosen(ids.slice(0, 2), quotas)).toBe(ids[1]);
  expect(chosen(ids.slice(0, 1), quotas)).toBe(ids[0]);
});

test("of equals the one that is used the most", () => {
  const ids = [notice("exports", 80), notice("apiCalls", 80)];
  expect(chosen(ids, [quota("exports", 80, 100), quota("apiCalls", 89, 100)])).toBe(ids[1]);
});

test("nothing of another period, and nothing that has become true no more", () => {
  expect(chosen([notice("exports", 80, before)], [quota("exports", 90, 100)])).toBeNull();
  expect(chosen([notice("exports", 100)], [quota("exports", 100, 500)])).toBeNull();
  expect(chosen([notice("exports", 100)], [quota("exports", 100, null)])).toBeNull();
});

test("what nobody was told of is no notice", () => {
  expect(chosen([], [quota("exports", 120, 100, "blocked")])).toBeNull();
});
