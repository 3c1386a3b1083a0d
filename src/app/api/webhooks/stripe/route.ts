import { after, NextResponse } from "next/server";
import { hasStripe } from "#lib/billing/stripe.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { processEvent } from "#lib/billing/webhook-handlers.ts";
import { receiveWebhook } from "#lib/billing/webhooks/receive-webhook.ts";
import { parseSecrets } from "#lib/billing/webhooks/verify-webhook.ts";
import { env } from "#lib/env/server.ts";
import { mailTools, sendDueMails } from "#lib/mails/send-due-mails.ts";
import { intakeDb } from "#platform/db/prisma.ts";
import { log } from "#platform/log/log.ts";
import { hasMailer } from "#platform/mail/mailer.ts";
import { route } from "#platform/next/route.ts";
import { Refusal } from "#shared/errors.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async POST(request) {
    const { STRIPE_WEBHOOK_SECRET } = env();
    if (!STRIPE_WEBHOOK_SECRET || !hasStripe()) throw new Refusal("unavailable");
    const delivery = {
      rawBody: await request.text(),
      signature: request.headers.get("stripe-signature"),
      secrets: parseSecrets(STRIPE_WEBHOOK_SECRET),
    };
    const { eventId, isForCaller } = await store(delivery);
    if (isForCaller) {
      after(() => processNow(eventId));
    }
    return NextResponse.json({ received: true });
  },
});

/** Nobody else will soon: with the event go all of its customer, and the mails that they cause. */
async function processNow(eventId: string): Promise<void> {
  await processEvent(billingTools(), eventId);
  if (hasMailer()) await sendDueMails(mailTools());
}

/** Whatever hinders storing is answered with 503, so that Stripe delivers it again. */
async function store(delivery: Parameters<typeof receiveWebhook>[1]): ReturnType<typeof receiveWebhook> {
  try {
    return await receiveWebhook(intakeDb(), delivery, new Date());
  } catch (error) {
    if (error instanceof Refusal) throw error;
    log().error({ err: error }, "a delivery of Stripe's could not be stored");
    throw new Refusal("unavailable", {}, { cause: error });
  }
}
