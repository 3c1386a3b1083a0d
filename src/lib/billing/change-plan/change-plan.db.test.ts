import { describe, expect, test } from "vitest";
import { openPayers } from "../../../../sandbox/testing/payers.ts";
import { asMember, makeViewer, refusal } from "../billing.testing.ts";
import { syncCustomer } from "../mirror/sync-customer.ts";
import { clockStart, enterprise, proMonthly, proYearly, usd } from "./change-plan.testing.ts";
import { changePlan } from "./change-plan.ts";
import { dropPendingChange, payPendingChange } from "./change-plan-pending.ts";
import { previewChange } from "./preview-change.ts";

const { makePayer, toolsAt } = openPayers();

describe("a change is refused", () => {
  test.each(["MEMBER", "VIEWER"] as const)("to a %s", async (role) => {
    const payer = await makePayer(usd(proMonthly));
    const viewer = asMember(payer.viewer, role);
    expect(await refusal(previewChange(payer.tools, viewer, enterprise))).toBe("forbidden");
    const wish = { target: enterprise, prorationDate: clockStart, amountDueMinor: 0 };
    expect(await refusal(changePlan(payer.tools, viewer, wish))).toBe("forbidden");
    expect(await refusal(dropPendingChange(payer.tools, viewer))).toBe("forbidden");
  });

  test("to a workspace without a plan, whoever else has one", async () => {
    const payer = await makePayer(usd(proMonthly));
    const stranger = await makeViewer();
    expect(await refusal(previewChange(payer.tools, stranger, enterprise))).toBe("not_found");
    expect(await refusal(changePlan(payer.tools, stranger, { target: proYearly }))).toBe("not_found");
    expect(await refusal(payPendingChange(payer.tools, stranger))).toBe("not_found");
    expect(await payer.row()).toMatchObject({ interval: "month" });
  });

  test("while a payment is due", async () => {
    const payer = await makePayer(usd(proMonthly), { card: "pm_card_chargeCustomerFail" });
    const end = ((await payer.row()).periodEnd?.getTime() ?? 0) / 1000;
    await payer.advanceTo(end + 2 * 3_600);
    await syncCustomer(toolsAt(end + 2 * 3_600), payer.customerId);
    expect(await refusal(previewChange(payer.tools, payer.viewer, enterprise))).toBe("conflict: payment_due");
  });
});
