import { describe, expect, test } from "vitest";
import { draw } from "#components/draw.testing.tsx";
import { plans } from "#lib/billing/plans.ts";
import { featureGates } from "#lib/entitlements/gates.ts";
import { featuresOf } from "#lib/entitlements/tiers.ts";
import messages from "#messages/en.json" with { type: "json" };
import { featuresAdded, monthlyLimits } from "./plan-contents.ts";
import { PriceSheet } from "./price-sheet.tsx";
import { PricingFaq } from "./pricing-faq.tsx";

const html = draw(
  <PriceSheet
    interval="month"
    currency="usd"
    reader={null}
    discount={{ code: undefined, quotes: {}, problem: null }}
  />,
);
const [, free = "", pro = ""] = html.split("<h2");

describe("what the price list says of a plan", () => {
  test.each(Object.values(featureGates))(
    "%s is on the first card whose plan has it, and on no other",
    (name) => {
      const text = messages.pricing.features[name];
      const isFree = featuresOf(plans.free.tier).includes(name);
      expect(free.includes(text)).toBe(isFree);
      expect(pro.includes(text)).toBe(!isFree && featuresOf(plans.pro.tier).includes(name));
    },
  );

  test("are the limits of each month, and what is not there is said so", () => {
    const row = (meter: string, limit: string) => new RegExp(`<dt>${meter}</dt><dd[^>]*>${limit}</dd>`);
    expect(free).toMatch(row("Scans", "10,000"));
    for (const meter of ["Analytics queries", "Exports", "API calls"]) {
      expect(free).toMatch(row(meter, "Not included"));
    }
    expect(pro).toMatch(row("Scans", "500,000"));
    expect(pro).toMatch(row("Analytics queries", "10,000"));
    expect(pro).toMatch(row("Exports", "100"));
    expect(pro).toMatch(row("API calls", "10,000"));
  });

  test("is how many codes fit", () => {
    expect(free).toContain("10 codes, paused ones included");
    expect(pro).toContain("As many codes as you like");
  });

  // The words of the headline, the drawing of a sheet and the line about Enterprise rest on these.
  test("is free of what the words alone promise", () => {
    expect(plans.free.limits.activeCodes).toBe(10);
    expect(plans.pro.limits.activeCodes).toBeNull();
    expect(featuresAdded("enterprise", "pro")).toEqual([]);
    expect(monthlyLimits("enterprise").filter(({ limit }) => limit !== null)).toEqual([]);
  });
});

test("whom to write to is said where there is an address, and nobody is sent to none", () => {
  expect(draw(<PricingFaq contact="hello@example.com" />)).toContain('href="mailto:hello@example.com"');
  const silent = draw(<PricingFaq contact={null} />);
  expect(silent).not.toContain("mailto:");
  expect(silent).not.toContain("write to");
});
