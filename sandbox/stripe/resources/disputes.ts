import type Stripe from "stripe";
import { settleDispute } from "../billing-engine/disputes.ts";
import { endpoint } from "../http/endpoint.ts";
import { isWithin, listPage } from "../http/lists.ts";
import { mergeMetadata } from "./metadata.ts";
import { ofCharge, requireOne } from "./require-one.ts";

export const disputeEndpoints = [
  endpoint<Stripe.DisputeListParams>(
    "GET",
    "/v1/disputes",
    "Stripe.DisputeListParams",
    "Stripe.ApiList<Stripe.Dispute>",
    ({ ctx, params }) =>
      listPage(ctx, "dispute", "/v1/disputes", params, {
        filter: ofCharge(params),
        accepts: ({ body }) => isWithin(body.created, params.created),
      }),
  ),
  endpoint(
    "GET",
    "/v1/disputes/:id",
    null,
    "Stripe.Dispute",
    ({ ctx, id }) => requireOne(ctx, "dispute", id).body,
  ),
  endpoint<Stripe.DisputeUpdateParams>(
    "POST",
    "/v1/disputes/:id",
    "Stripe.DisputeUpdateParams",
    "Stripe.Dispute",
    ({ ctx, params, id }) => {
      const stored = requireOne(ctx, "dispute", id);
      ctx.change(stored, "charge.dispute.updated", (body) => {
        body.metadata = mergeMetadata(body.metadata, params.metadata);
        if (params.evidence === undefined) return;
        Object.assign(body.evidence, params.evidence);
        body.evidence_details.has_evidence = true;
        if (params.submit === false) return;
        body.evidence_details.submission_count += 1;
        body.evidence_details.submission_method = "manual";
        body.status = body.status.startsWith("warning") ? "warning_under_review" : "under_review";
      });
      return stored.body;
    },
  ),
  endpoint("POST", "/v1/disputes/:id/close", null, "Stripe.Dispute", ({ ctx, id }) => {
    const stored = requireOne(ctx, "dispute", id);
    settleDispute(ctx, stored, "lost");
    return stored.body;
  }),
];
