import { expect, test } from "vitest";
import { draw } from "#components/draw.testing.tsx";
import type { PaymentMethod } from "#lib/billing/history/payment-methods.ts";
import { PaymentMethodsPanel } from "./payment-methods-panel.tsx";

const card: PaymentMethod = {
  id: "pm_1",
  type: "card",
  brand: "visa",
  last4: "4242",
  expMonth: 4,
  expYear: 2030,
  isDefault: true,
  removalBar: null,
};
const drawn = (removalBar: PaymentMethod["removalBar"]) =>
  draw(<PaymentMethodsPanel methods={[{ ...card, removalBar }]} now={new Date("2026-05-01")} />);

test("a card that a running plan needs is not offered for removal, and the reason is told", () => {
  expect(drawn(null)).toContain("Remove<");
  expect(drawn("only_card")).not.toContain("Remove<");
  expect(drawn("only_card")).toContain("This is the only card of a running plan.");
  expect(drawn("default_card")).toContain("Your plan is paid with this card.");
});
