import { z } from "zod";
import { reasonText } from "#lib/admin/reason.ts";
import { effects } from "#lib/entitlements/apply-overrides.ts";
import { features, limitNames } from "#lib/entitlements/tiers.ts";
import { overrideBody } from "#lib/waivers/validation.ts";
import { place } from "#shared/keyset.ts";
import { searchText } from "#shared/text.ts";
import { fromUtcInput } from "#shared/utc-input.ts";

export const subjectKinds = ["workspace", "profile"] as const;
export type SubjectKind = (typeof subjectKinds)[number];

const targets = [
  ...features.map((name) => `feature:${name}` as const),
  ...limitNames.map((name) => `limit:${name}` as const),
];

const fields = z.strictObject({
  /** `workspace:<id>` or `profile:<id>`. */
  subject: z.string({ error: "required" }).regex(/^(workspace|profile):/, { error: "required" }),
  /** `feature:<name>` or `limit:<name>`. */
  target: z.enum(targets, { error: "required" }),
  effect: z.enum(effects, { error: "required" }),
  /** Of a limit; a grant without one is unlimited. */
  value: z
    .string()
    .trim()
    .regex(/^\d{0,10}$/, { error: "whole_number" })
    .default(""),
  reason: z.string().default(""),
  endsAt: z.string().default(""),
  /** `preview` only asks what it would do. */
  intent: z.enum(["preview", "add"]),
});

/** The form's fields that stand for those of an override's own. */
const fieldOf: Record<string, string> = {
  workspaceId: "subject",
  profileId: "subject",
  feature: "target",
  limit: "target",
};

/** An override as the console's form sends it; it holds what is asked of every other one. */
export const overrideForm = fields.transform(({ intent, ...input }, context) => {
  const { data, error } = overrideBody.safeParse(toBody(input, intent === "preview"));
  const typed: Record<string, string> = input;
  if (data) return { intent, override: data, typed };
  for (const { path, message } of error.issues) {
    const name = String(path[0]);
    context.addIssue({ code: "custom", path: [fieldOf[name] ?? name], message });
  }
  return z.NEVER;
});

type Typed = Omit<z.output<typeof fields>, "intent">;

function toBody({ subject, target, effect, value, reason, endsAt }: Typed, isPreview: boolean): object {
  const [kind, id] = subject.split(":");
  const [what = "", name] = target.split(":");
  const isLeftOut = value === "" && (what === "feature" || effect === "deny");
  return {
    [`${kind}Id`]: id,
    [what]: name,
    effect,
    ...(isLeftOut ? {} : { value: value === "" ? null : Number(value) }),
    // What is only asked needs no reason yet.
    reason: isPreview ? "preview" : reason,
    endsAt: endsAt === "" ? null : fromUtcInput(endsAt),
  };
}

export const endOverrideForm = z.strictObject({ id: z.uuid(), reason: reasonText });

export const overrideStates = ["live", "ended"] as const;
export type OverrideState = (typeof overrideStates)[number];

/** For people: whatever does not fit in an address falls back. */
export const overridesQuery = z.object({
  q: searchText(100).catch(""),
  state: z.enum(overrideStates).nullable().catch(null),
  after: place.nullable().catch(null),
  /** Whom the form is to be for, and what kind of thing that is. */
  find: searchText(100).catch(""),
  kind: z.enum(subjectKinds).catch("workspace"),
});
export type OverridesQuery = z.output<typeof overridesQuery>;

/** The filters as addresses carry them; what is not set is left out. */
export function showOverridesQuery({ q, state, find, kind }: Omit<OverridesQuery, "after">) {
  return { ...(q && { q }), ...(state && { state }), ...(find && { find, kind }) };
}
