import { expect, test } from "vitest";
import { draw } from "#components/draw.testing.tsx";
import messages from "#messages/en.json" with { type: "json" };
import type { FreeCover } from "./free-cover.ts";
import { Purchase } from "./purchase.tsx";

const unchosen = { plan: undefined, interval: undefined, currency: undefined, code: undefined };

function drawn(cover: FreeCover | null, plan?: "pro" | "enterprise"): string {
  const choice = { ...unchosen, plan };
  return draw(
    <Purchase choice={choice} cover={cover} hasEnded={false} currency="usd" isCurrencyFixed={false} />,
  );
}

test("where a plan was given the purchase is folded away behind a sentence that none is needed", () => {
  for (const cover of ["promo", "given"] as const) {
    expect(drawn(cover)).toMatch(/You need not buy anything now.*<details><summary.*Go to checkout/s);
  }
  expect(drawn(null)).not.toContain("<details");
});

test("whoever has chosen a plan finds it unfolded", () => {
  expect(drawn("promo", "pro")).toContain('<details open="">');
});

test("Enterprise is not sold without what the price list says of it", () => {
  const warning = messages.pricing.enterprise.text.replaceAll("'", "&#x27;");
  expect(drawn(null, "enterprise")).toContain(warning);
  expect(drawn(null)).not.toContain(warning);
});
