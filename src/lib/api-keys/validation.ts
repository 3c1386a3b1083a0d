import { z } from "zod";
import { lineOfText } from "#shared/text.ts";
import { workspaceScopes } from "./key.ts";

const name = lineOfText(100, "name_long").min(1, { error: "required" });
/** A box that is not ticked is not sent. */
const box = z.literal("on").optional();

const boxes = z.strictObject({
  "codes:read": box,
  "codes:write": box,
  "analytics:read": box,
  "usage:read": box,
});

/** A form sends each scope as a box of its own. */
export const createKeyForm = boxes.extend({ name }).transform(({ name, ...ticked }, context) => {
  const scopes = workspaceScopes.filter((scope) => ticked[scope] !== undefined);
  if (scopes.length === 0) context.addIssue({ code: "custom", path: ["scopes"], message: "scopes_required" });
  return { name, scopes };
});
export type CreateKey = z.output<typeof createKeyForm>;

export const keyIdForm = z.strictObject({ id: z.uuid() });
