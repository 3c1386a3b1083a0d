import type { z } from "zod";
import type { FieldErrors } from "./errors.ts";

const messageKey = /^[a-z][a-z0-9_]*$/;

/**
 * Field name → message keys of a failed parse. Our schemas give a key as the message
 * (`{ error: "name_long" }`); anything else is `unknown` for keys that do not belong, else `invalid`.
 */
export function fieldErrors(error: z.ZodError): FieldErrors {
  const fields: FieldErrors = {};
  const add = (field: string, key: string) => {
    const keys = fields[field] ?? [];
    if (!keys.includes(key)) keys.push(key);
    fields[field] = keys;
  };
  for (const issue of error.issues) {
    if (issue.code === "unrecognized_keys") for (const key of issue.keys) add(key, "unknown");
    else add(issue.path.join(".") || "body", messageKey.test(issue.message) ? issue.message : "invalid");
  }
  return fields;
}
