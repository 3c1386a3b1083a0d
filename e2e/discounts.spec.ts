import type Stripe from "stripe";
import { check, someName } from "./discount-codes.ts";
import { allowComplaint, expect, newEmail, test } from "./fixtures.ts";
import { cards, customerOf, localStripe, pay, workspaceOf } from "./local-stripe.ts";
import { expectReadable } from "./readable.ts";
import { post } from "./requests.ts";

/** A code made at Stripe itself. */
async function makeCode(
  coupon: Stripe.CouponCreateParams,
  params: Omit<Stripe.PromotionCodeCreateParams, "promotion"> = {},
): Promise<string> {
  const stripe = localStripe();
  const { id } = await stripe.coupons.create(coupon);
  const made = await stripe.promotionCodes.create({
    promotion: { type: "coupon", coupon: id },
    code: someName(),
    ...params,
  });
  return made.code;
}

const fifth = { percent_off: 20, duration: "once" } as const;

test("an admin makes a code; a user pays less on our page, at Stripe and on the invoice; the admin sees the use", async ({
  admin,
  other: { page, person },
  pool,
}) => {
  const code = someName();
  await admin.goto("/admin/promo");
  await admin.getByRole("link", { name: "Discount codes" }).click();
  await admin.getByRole("link", { name: "New discount code" }).first().click();
  await admin.getByLabel("Code", { exact: true }).fill(code.toLowerCase());
  await admin.getByLabel("Percent", { exact: true }).fill("0");
  await admin.getByRole("button", { name: "Make discount code" }).click();
  await expect(admin.getByLabel("Percent", { exact: true })).toHaveAccessibleDescription(
    /at most 100 percent/,
  );
  await admin.getByLabel("Percent", { exact: true }).fill("20");
  await admin.getByLabel("Purchases at most").fill("5");
  await admin.getByRole("button", { name: "Make discount code" }).click();
  await expect(admin.getByRole("heading", { level: 1, name: code })).toBeVisible();
  await expect(admin.getByText("0 of 5")).toBeVisible();

  await page.goto("/dashboard/billing");
  await check(page, ` ${code.toLowerCase()} `);
  await expect(page.getByText("$7.20")).toBeVisible();
  await expect(
    page.getByText(`${code}: $1.80 less for the first month. After that $9 a month.`),
  ).toBeVisible();
  await page.getByRole("button", { name: "Go to checkout" }).click();
  await page.waitForURL("**/c/pay/**");
  await expect(page.getByText(`Discount (${code}, 20% off)`)).toBeVisible();
  await expect(page.getByTestId("total")).toHaveText("$7.20");
  await expect(page.getByLabel("Promotion code")).toHaveCount(0);
  await pay(page, cards.fine);
  await expect(page.getByText("Renews on")).toBeVisible();
  await expect(page.getByRole("row", { name: /Paid \$7\.20/ })).toBeVisible();
  const customer = await customerOf(pool, person.email);
  const [invoice] = (await localStripe().invoices.list({ customer })).data;
  await page.goto(invoice?.hosted_invoice_url ?? "");
  await expect(page.getByRole("row", { name: "Total $7.20" })).toBeVisible();

  await admin.reload();
  await expect(admin.getByText("1 of 5")).toBeVisible();
  await expect(admin.getByRole("row").filter({ hasText: invoice?.number ?? "?" })).toContainText("$1.80");
  await expect(admin.getByRole("table", { name: "Taken off so far" })).toContainText("$1.80");
  const { rows } = await pool.query(
    "SELECT code, amount_minor, currency FROM discount_uses WHERE workspace_id = $1",
    [await workspaceOf(pool, person.email)],
  );
  expect(rows).toEqual([{ code, amount_minor: 180, currency: "usd" }]);

  await admin.getByRole("button", { name: /^Deactivate/ }).click();
  const dialog = admin.getByRole("dialog");
  await dialog.getByRole("button", { name: "Deactivate" }).click();
  await expect(dialog.getByLabel("Reason")).toHaveAccessibleDescription(/Please fill this in/);
  await dialog.getByLabel("Reason").fill("It was for one journey.");
  await dialog.getByRole("button", { name: "Deactivate" }).click();
  await expect(admin.getByText("Switched off")).toBeVisible();
});

test("the price follows interval and currency, and what is wrong with a code is said in words", async ({
  dashboard: page,
}) => {
  allowComplaint("404");
  allowComplaint("409");
  const three = await makeCode({ percent_off: 50, duration: "repeating", duration_in_months: 3 });
  await page.goto("/dashboard/billing");
  await check(page, "NO-SUCH-CODE");
  const field = page.getByLabel("Discount code");
  await expect(field).toHaveAccessibleDescription(/not known/);
  await expect(page.getByText("$9", { exact: true })).toBeVisible();
  await check(page, three);
  await expect(
    page.getByText(`${three}: $4.50 less in each of the first 3 months. After that $9 a month.`),
  ).toBeVisible();
  await page.getByLabel("Currency").selectOption("pln");
  await expect(page.getByText(`${three}: PLN 18 less in each of the first 3 months.`)).toBeVisible();
  await page.getByLabel("Paid").selectOption("year");
  await expect(
    page.getByText(`${three}: PLN 180 less for the first year. After that PLN 360 a year.`),
  ).toBeVisible();

  await check(page, await makeCode({ ...fifth, applies_to: { products: ["dynamicqr_enterprise"] } }));
  await expect(field).toHaveAccessibleDescription(/not for this plan/);
  await field.fill("");
  await expect(page.getByText("PLN 360", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Go to checkout" }).click();
  await page.waitForURL("**/c/pay/**");
  await expect(page.getByTestId("total")).toContainText("360");
});

test("a code that was typed and not checked is looked at by the checkout", async ({ dashboard: page }) => {
  allowComplaint("404");
  await page.goto("/dashboard/billing");
  await page.getByLabel("Discount code").fill("NO-SUCH-CODE");
  await page.getByRole("button", { name: "Go to checkout" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "not known" })).toBeVisible();
  await page.getByLabel("Discount code").fill(await makeCode(fifth));
  await page.getByRole("button", { name: "Go to checkout" }).click();
  await page.waitForURL("**/c/pay/**");
  await expect(page.getByTestId("total")).toHaveText("$7.20");
  await page.getByRole("link", { name: "Cancel and go back" }).click();
  await page.waitForURL("**/dashboard/billing?**");
  await expect(page.getByText("$7.20")).toBeVisible();
});

test("the price list carries a code through sign-up to the billing page", async ({ page, mailbox }) => {
  const code = await makeCode(fifth);
  await page.goto(`/pricing?code=${code}&currency=eur`);
  await expect(page.getByText(`${code} comes along`)).toBeVisible();
  const yearly = page.getByRole("link", { name: "Yearly" });
  await yearly.click();
  await expect(yearly).toHaveAttribute("aria-current", "true");
  await page.getByRole("link", { name: "Try Pro for 7 days" }).click();
  const email = newEmail();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("a long enough password");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: /mail/i })).toBeVisible();
  await page.goto((await mailbox.latest(email)).link("/auth/confirm"));
  await page.getByRole("main").getByRole("button").first().click();
  await page.waitForURL("**/dashboard/billing?**");
  await expect(page.getByText(`${code}: €16 less for the first year. After that €80 a year.`)).toBeVisible();

  // Now that somebody is signed in, the list itself shows what it costs them.
  await page.goto(`/pricing?code=${code}`);
  await expect(page.getByText(`${code}: $1.80 less for the first month.`).first()).toBeVisible();
  await page.goto("/pricing?code=NO-SUCH-CODE");
  await expect(page.getByLabel("Discount code")).toHaveAccessibleDescription(/not known/);
  await page.goto("/pricing?code=%22%3E%3Cb%3E");
  await expect(page.getByLabel("Discount code")).toHaveValue("");
  await page.goto(`/pl/pricing?code=${code}`);
  await expect(page.getByText(new RegExp(`${code}: o .+ mniej w pierwszym miesiącu`)).first()).toBeVisible();
});

test("the address answers each case with its own problem", async ({ dashboard: page, person, pool }) => {
  const path = "/api/billing/discount/preview";
  const offer = { plan: "pro", interval: "month", currency: "usd" };
  const told = async (data: object) => {
    const answer = await post(page, path, data);
    return [answer.status(), (await answer.json()).code];
  };
  const code = await makeCode(fifth);
  expect(await told(offer)).toEqual([400, "validation"]);
  expect(await told({ ...offer, code: "no code!" })).toEqual([400, "validation"]);
  expect(await told({ ...offer, code, price: 1 })).toEqual([400, "validation"]);
  expect(await told({ ...offer, code: "NO-SUCH-CODE" })).toEqual([404, "discount_unknown"]);
  const foreign = await page.request.post(path, { data: offer, headers: { origin: "https://evil.example" } });
  expect(foreign.status()).toBe(403);
  const answer = await post(page, path, { ...offer, code });
  expect(await answer.json()).toEqual({
    ...{ code, interval: "month", currency: "usd" },
    ...{ regularMinor: 900, discountMinor: 180, dueMinor: 720, regularAfterMonths: 1 },
  });
  await pool.query("UPDATE workspace_members SET role = 'MEMBER' WHERE workspace_id = $1", [
    await workspaceOf(pool, person.email),
  ]);
  expect(await told({ ...offer, code })).toEqual([403, "forbidden"]);
  await page.goto("/dashboard/billing");
  await expect(page.getByLabel("Discount code")).toHaveCount(0);
});

for (const [what, pathOf] of [
  // One code alone: others make theirs at the same time.
  ["the list", (_id: string, code: string) => `/admin/promo/discounts?q=${code}`],
  ["the form", () => "/admin/promo/discounts/new"],
  ["one of them", (id: string) => `/admin/promo/discounts/${id}`],
  ["the billing page with a code", (_id: string, code: string) => `/dashboard/billing?code=${code}`],
  ["the price list with a code", (_id: string, code: string) => `/pricing?code=${code}`],
] as const) {
  test(`${what}: no violation of accessibility, no wider than a phone`, async ({ admin: page }) => {
    const code = await makeCode({ percent_off: 33.33, duration: "repeating", duration_in_months: 12 });
    const [made] = (await localStripe().promotionCodes.list({ code })).data;
    await expectReadable(page, pathOf(made?.id ?? "", code));
    if (what !== "the form") await expect(page.getByText(code).first()).toBeVisible();
  });
}
