import { NextResponse } from "next/server";
import { requireViewer } from "#lib/auth/session.ts";
import { redeemPromo } from "#lib/promo/redemption.ts";
import { redemptionJson } from "#lib/promo/redemption-json.ts";
import { redeemBody } from "#lib/promo/validation.ts";
import { db } from "#platform/db/prisma.ts";
import { callerAddress } from "#platform/next/client-address.ts";
import { readJson, route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async POST(request) {
    const viewer = await requireViewer();
    const { code } = await readJson(request, redeemBody);
    const redeemed = await redeemPromo(db(), viewer, code, await callerAddress(), new Date());
    return NextResponse.json(redemptionJson(redeemed));
  },
});
