import { NextResponse } from "next/server";
import { requireViewer } from "#lib/auth/session.ts";
import {
  listPaymentMethods,
  makeDefault,
  removePaymentMethod,
} from "#lib/billing/history/payment-methods.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { paymentMethodChange } from "#lib/billing/validation.ts";
import { db } from "#platform/db/prisma.ts";
import { readJson, route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route<{ id: string }>({
  async PATCH(request, { id }) {
    const viewer = await requireViewer();
    await readJson(request, paymentMethodChange);
    await makeDefault(billingTools(), viewer, id);
    return NextResponse.json({ paymentMethods: await listPaymentMethods(db(), viewer) });
  },
  async DELETE(_, { id }) {
    const viewer = await requireViewer();
    await removePaymentMethod(billingTools(), viewer, id);
    return NextResponse.json({ paymentMethods: await listPaymentMethods(db(), viewer) });
  },
});
