"use client";

import type { ReactNode } from "react";
import { type BlockedFeature, UpgradeCTA } from "#components/billing/upgrade-cta.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import type { FormState } from "#platform/next/form-action.ts";

const blockedBy: Record<string, BlockedFeature> = { custom_slugs: "slug", link_expiry: "expiry" };

type Props = {
  state: FormState<unknown>;
  /** The words of any other refusal. */
  message: ReactNode;
  /** What a limit of codes stands in the way of here. */
  onLimit: "create" | "resume" | "restore";
};

/**
 * What a form of a code says above its fields. Where the plan stood in the way (it was another one
 * when the page was drawn), it says so as the rest of the product does.
 */
export function FormRefusal({ state, message, onLimit }: Props) {
  const blocked = state.status === "refused" ? blockedFeature(state, onLimit) : null;
  if (state.status !== "refused" || blocked === null) return <FormMessage>{message}</FormMessage>;
  const { limit, requiredTier } = state.values;
  return (
    <div role="alert">
      <UpgradeCTA
        feature={blocked}
        limit={limit === undefined ? undefined : Number(limit)}
        isDenied={requiredTier === undefined}
      />
    </div>
  );
}

type Refused = Extract<FormState<unknown>, { status: "refused" }>;

function blockedFeature({ code, values }: Refused, onLimit: Props["onLimit"]): BlockedFeature | null {
  if (code === "plan_limit") return onLimit;
  return code === "plan_feature" ? (blockedBy[String(values.feature)] ?? null) : null;
}
