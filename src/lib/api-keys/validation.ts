import { z } from "zod";
import { lineOfText } from "#shared/text.ts";
import { workspaceScopes } from "./scopes.ts";

/** A form sends each scope as a box of its own, and none for a box that is not ticked. */
export function gatherScopes(form: unknown, known: readonly string[]): unknown {
  if (typeof form !== "object" || form === null) return form;
  const fields = new Map(Object.entries(form));
  const scopes = known.filter((scope) => fields.get(scope) === "on");
  for (const scope of known) fields.delete(scope);
  return { ...Object.fromEntries(fields), scopes };
}

export const createKeyForm = z.preprocess(
  (form) => gatherScopes(form, workspaceScopes),
  z.strictObject({
    name: lineOfText(100, "name_long").min(1, { error: "required" }),
    scopes: z.array(z.enum(workspaceScopes)).min(1, { error: "scopes_required" }),
  }),
);
export type CreateKey = z.output<typeof createKeyForm>;

export const keyIdForm = z.strictObject({ id: z.uuid() });
