import type { Page } from "@playwright/test";
import { buyPro } from "./checkout.ts";
import { allowComplaint, expect, test } from "./fixtures.ts";
import { cards } from "./local-stripe.ts";
import { expectAccessible, expectFitsPhone } from "./readable.ts";

const billing = "/dashboard/billing";

async function choose(page: Page, offer: RegExp): Promise<void> {
  await page.getByRole("radio", { name: offer }).check();
  await page.getByRole("button", { name: "See what it costs" }).click();
}

test("somebody moves up for the sum that was shown, plans to move down, and keeps what they have", async ({
  dashboard: page,
}) => {
  await buyPro(page);
  await expect(page.getByText(/take Pro: we would rather say so/)).toBeVisible();
  await choose(page, /Enterprise, paid by the month/);
  const head = page.getByRole("heading", { name: /Enterprise, .*from now on/ });
  await expect(head).toBeFocused();
  const confirm = page.getByRole("button", { name: /^Pay .* and change$/ });
  const shown = /[\d.]+/.exec((await confirm.textContent()) ?? "")?.[0] ?? "none";
  await confirm.click();
  await expect(page.getByText("You have this now: Enterprise")).toBeVisible();
  const { invoices } = await (await page.request.get("/api/billing/invoices")).json();
  expect(invoices.map((one: { amountPaidMinor: number }) => one.amountPaidMinor)).toContain(
    Math.round(Number(shown) * 100),
  );

  await choose(page, /Pro, paid by the month/);
  await page.getByRole("button", { name: "Change at the end of the period" }).click();
  await expect(page.getByText(/Changes to Pro, paid by the month on/)).toBeVisible();
  await page.getByRole("button", { name: "Keep Enterprise, paid by the month" }).click();
  await expect(page.getByText(/Changes to Pro, paid by the month on/)).toHaveCount(0);
});

test("nobody is charged a sum that they have not been shown, nor one of their own making", async ({
  dashboard: page,
  stack,
}) => {
  await buyPro(page);
  const headers = { origin: new URL(stack.appUrl).origin };
  const target = { plan: "enterprise", interval: "month" };
  const path = "/api/billing/subscription";
  const patch = async (data: object) => {
    const answer = await page.request.patch(path, { data, headers });
    const { errors, values, outcome } = await answer.json();
    return [answer.status(), errors ?? values?.reason ?? outcome];
  };
  expect(await patch(target)).toEqual([400, { prorationDate: ["required"], amountDueMinor: ["required"] }]);
  expect(await patch({ ...target, currency: "pln" })).toEqual([400, { currency: ["unknown"] }]);
  const shown = await (await page.request.post(`${path}/preview`, { data: target, headers })).json();
  const { prorationDate, amountDueMinor, lines, newAmountMinor } = shown;
  expect(newAmountMinor).toBe(4900);
  expect(lines.reduce((sum: number, line: { amountMinor: number }) => sum + line.amountMinor, 0)).toBe(
    amountDueMinor,
  );
  const cheaper = { ...target, prorationDate, amountDueMinor: 1 };
  expect(await patch(cheaper)).toEqual([409, "quote_expired"]);
  expect(await patch({ ...target, prorationDate, amountDueMinor })).toEqual([200, "changed"]);
  expect(await patch({ ...target, prorationDate, amountDueMinor })).toEqual([409, "same_plan"]);
});

test("a payment that the bank asks about leaves the old plan, and can be finished or given up", async ({
  dashboard: page,
}) => {
  await buyPro(page, cards.asking);
  const move = async () => {
    await choose(page, /Enterprise, paid by the month/);
    await page.getByRole("button", { name: /^Pay .* and change$/ }).click();
    await expect(page.getByText(/has not let the payment for Enterprise/)).toBeVisible();
    await expect(page.getByRole("radio")).toHaveCount(0);
  };
  await move();
  await page.getByRole("button", { name: "Give the change up" }).click();
  await expect(page.getByText(/has not let the payment/)).toHaveCount(0);
  await expect(page.getByRole("radio", { name: /Enterprise, paid by the month/ })).toBeVisible();

  await move();
  await page.getByRole("button", { name: "Finish the payment" }).first().click();
  await page.getByRole("button", { name: /complete/i }).click();
  await expect(page.getByTestId("status")).toHaveText("paid");
  await expect(async () => {
    await page.goto(billing);
    await expect(page.getByRole("radio", { name: /Enterprise, paid by the year/ })).toBeVisible({
      timeout: 1,
    });
    await expect(page.getByText(/has not let the payment/)).toHaveCount(0, { timeout: 1 });
  }).toPass();
});

test("while Stripe does not answer the sum can be asked for again, and focus goes back and forth", async ({
  dashboard: page,
}) => {
  await buyPro(page);
  await page.route("**/api/billing/subscription/preview", (route) => route.abort(), { times: 1 });
  allowComplaint("net::ERR_FAILED");
  await choose(page, /Pro, paid by the year/);
  await expect(page.getByText(/nothing is done or charged twice/)).toBeVisible();
  await page.getByRole("button", { name: "See what it costs" }).click();
  await expect(page.getByRole("heading", { name: /Pro, .*from now on/ })).toBeFocused();
  await page.getByRole("button", { name: "Back" }).click();
  await expect(page.getByRole("button", { name: "See what it costs" })).toBeFocused();
});

test("the change is as good on a phone, in the dark and in Polish", async ({ dashboard: page }) => {
  await buyPro(page);
  await page.setViewportSize({ width: 360, height: 740 });
  for (const [path, see] of [
    [billing, "See what it costs"],
    [`/pl${billing}`, "Zobacz, ile to kosztuje"],
  ] as const) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.goto(path);
      await page.getByRole("button", { name: see }).click();
      await expect(page.locator("h3:focus")).toBeVisible();
      await expectAccessible(page);
      await expectFitsPhone(page);
    }
  }
});
