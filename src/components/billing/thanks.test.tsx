import { expect, test } from "vitest";
import { draw } from "#components/draw.testing.tsx";
import { Thanks } from "./thanks.tsx";

const textOf = (amountPaidMinor: number, nextAt: Date | null) =>
  draw(<Thanks plan="Pro" payment={{ amountPaidMinor, currency: "usd" }} nextAt={nextAt} />).replaceAll(
    /<[^>]*>/g,
    "",
  );

test("thanks name what was paid and when the next payment comes, and no sum where none was", () => {
  expect(textOf(900, new Date("2026-06-01"))).toBe(
    "Thank you, your payment of $9 has arrived: Pro is yours. The next payment is due on June 1, 2026.",
  );
  expect(textOf(0, null).trim()).toBe("Thank you: Pro is yours.");
});

test("they are told as a status", () => {
  expect(
    draw(<Thanks plan="Pro" payment={{ amountPaidMinor: 900, currency: "usd" }} nextAt={null} />),
  ).toContain('role="status"');
});
