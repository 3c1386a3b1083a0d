import { expect, test } from "./fixtures.ts";
import { mirrorPlan } from "./mirrored-plan.ts";
import { endTrial } from "./trial.ts";

const soon = () => new Date(Date.now() + 5 * 3_600_000);
const states: {
  name: string;
  columns: Record<string, unknown>;
  text: string;
  badge: string;
  banner?: string;
}[] = [
  {
    name: "in grace",
    columns: { status: "past_due", grace_until: soon() },
    text: "Everything goes on until",
    badge: "Pro – payment failed",
    banner: "Pro goes on until",
  },
  {
    name: "restricted",
    columns: { status: "past_due", grace_until: new Date(0) },
    text: "comes back as soon as the invoice is paid",
    badge: "Pro – unpaid",
    banner: "Pro is off",
  },
  {
    name: "unpaid",
    columns: { status: "unpaid" },
    text: "comes back as soon as the invoice is paid",
    badge: "Pro – unpaid",
    banner: "Pro is off",
  },
  { name: "paused", columns: { status: "paused" }, text: "paused at Stripe", badge: "Pro – paused" },
  {
    name: "begun and not finished",
    columns: { status: "incomplete" },
    text: "your bank wants you to confirm it",
    badge: "Payment not finished",
    banner: "the bank wants a confirmation",
  },
  {
    name: "ended",
    columns: { status: "canceled", ended_at: new Date("2026-03-04T12:00:00Z") },
    text: "Your paid plan ended on March 4, 2026",
    badge: "Free",
  },
  {
    name: "of a price that nobody knows",
    columns: { status: "active", set_aside_reason: "unknown_price" },
    text: "has a price that we do not recognise",
    badge: "Pro",
  },
];

for (const { name, columns, text, badge, banner } of states) {
  test(`a plan that is ${name} says so on the page, in the navigation and where it cannot wait`, async ({
    dashboard: page,
    pool,
    person,
  }) => {
    await endTrial(pool, person.email);
    await mirrorPlan(pool, person.email, columns);
    await page.goto("/dashboard/billing");
    await expect(page.getByRole("main").getByText(text)).toBeVisible();
    await expect(page.getByRole("banner").getByText(badge, { exact: true })).toBeVisible();
    await page.goto("/dashboard/settings");
    const notices = page.getByRole("complementary", { name: "Notices" });
    if (banner) {
      await expect(notices.getByText(banner)).toBeVisible();
      await notices.getByRole("link").click();
      await expect(page).toHaveURL(/\/dashboard\/billing$/);
    } else {
      await expect(notices.getByRole("link")).toHaveCount(0);
    }
  });
}
