import fc from "fast-check";
import Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { parseSecrets, verifyWebhook } from "./verify-webhook.ts";

const now = new Date("2026-05-01T12:00:00Z");
const seconds = now.getTime() / 1000;
const body = JSON.stringify({
  id: "evt_1",
  object: "event",
  type: "invoice.paid",
  created: seconds,
  data: { object: { id: "in_1", object: "invoice" } },
});

function sign(payload: string, secret: string, timestamp = seconds): string {
  return Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
}

function refusalOf(header: string | null, payload = body, secrets = ["whsec_a"]): string | null {
  const verified = verifyWebhook(payload, header, secrets, now);
  return "refusal" in verified ? verified.refusal : null;
}

describe("a delivery", () => {
  test("signed with the secret is the event that it says", () => {
    expect(verifyWebhook(body, sign(body, "whsec_a"), ["whsec_a"], now)).toMatchObject({
      event: { id: "evt_1", type: "invoice.paid" },
    });
  });

  test.each([
    [-299, null],
    [-300, null],
    [-301, "too_old"],
    [-31_536_000, "too_old"],
    [299, null],
    [300, null],
    [301, "too_far_ahead"],
    [86_400, "too_far_ahead"],
  ])("signed %i seconds from now: %s", (offset, refusal) => {
    expect(refusalOf(sign(body, "whsec_a", seconds + offset))).toBe(refusal);
  });

  test.each([
    ["no signature", null, "no_signature"],
    ["an empty one", "", "no_signature"],
    ["one without a time", "v1=abc", "malformed_signature"],
    ["one with words for a time", "t=now,v1=abc", "malformed_signature"],
    ["one with a time alone", `t=${seconds}`, "wrong_signature"],
    ["one of an unknown scheme", `t=${seconds},v0=abc`, "wrong_signature"],
    ["one of another secret", sign(body, "whsec_b"), "wrong_signature"],
  ])("with %s is refused", (_, header, refusal) => {
    expect(refusalOf(header)).toBe(refusal);
  });

  test("whose body was changed is refused", () => {
    expect(refusalOf(sign(body, "whsec_a"), body.replace("in_1", "in_2"))).toBe("wrong_signature");
  });

  test("whose time was changed is refused", () => {
    const header = sign(body, "whsec_a", seconds - 400).replace(`t=${seconds - 400}`, `t=${seconds}`);
    expect(refusalOf(header)).toBe("wrong_signature");
  });

  test.each(["null", "[]", "{", '{"id":"evt_1"}', '{"id":"evt_1","object":"v2.core.event","type":"x"}'])(
    "that is signed but no event is refused: %s",
    (payload) => {
      expect(refusalOf(sign(payload, "whsec_a"), payload)).toBe("malformed_body");
    },
  );
});

describe("while a secret is rolled", () => {
  const secrets = parseSecrets("whsec_new, whsec_old");

  test.each([
    ["the new one", sign(body, "whsec_new"), null],
    ["the old one", sign(body, "whsec_old"), null],
    [
      "both in one header",
      `${sign(body, "whsec_other")},${sign(body, "whsec_old").replace(/^t=\d+,/, "")}`,
      null,
    ],
    ["neither", sign(body, "whsec_other"), "wrong_signature"],
  ])("%s", (_, header, refusal) => {
    expect(refusalOf(header, body, secrets)).toBe(refusal);
  });
});

test("nothing that anybody may send throws or passes", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (payload, header) => {
      expect(verifyWebhook(payload, header, ["whsec_a"], now)).toHaveProperty("refusal");
    }),
  );
});
