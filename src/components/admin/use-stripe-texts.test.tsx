import { expect, test } from "vitest";
import { draw } from "#components/draw.testing.tsx";
import { useStripeTexts } from "./use-stripe-texts.ts";

type Texts = ReturnType<typeof useStripeTexts>;

const said = (of: (texts: Texts) => string) => {
  function Said() {
    return of(useStripeTexts());
  }
  return draw(<Said />);
};

test("what Stripe says has words of ours", () => {
  expect(said(({ statusText }) => statusText("past_due"))).toBe("Past due");
  expect(said(({ disputeReasonText }) => disputeReasonText(null))).toBe(
    said(({ disputeReasonText }) => disputeReasonText("general")),
  );
  expect(said(({ setAsideText }) => setAsideText("second_plan"))).toBe("A second plan of one workspace");
  expect(said(({ perText }) => perText("year"))).toBe("a year");
});

test("what is new at Stripe stays as it is spelled", () => {
  expect(said(({ statusText }) => statusText("half_paid"))).toBe("half_paid");
  expect(said(({ disputeReasonText }) => disputeReasonText("too_blue"))).toBe("too blue");
  expect(said(({ perText }) => perText("week"))).toBe("week");
  expect(said(({ perText }) => perText(null))).toBe("");
});
