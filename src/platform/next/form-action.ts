import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { callFrom } from "#platform/caller.ts";
import { isBusy, isOutage } from "#platform/db/outage.ts";
import { log } from "#platform/log/log.ts";
import { type ErrorCode, type FieldErrors, Refusal } from "#shared/errors.ts";
import { fieldErrors } from "#shared/field-errors.ts";
import { callerAddress } from "./client-address.ts";

/** What a form gets back. `input` is what was typed, so that nothing has to be typed again. */
export type FormState<Data = undefined> =
  | { status: "idle" }
  | { status: "done"; data: Data; at: number }
  | {
      status: "refused";
      code: ErrorCode;
      fields: FieldErrors;
      values: Record<string, string | number>;
      input: Record<string, string>;
      at: number;
    };

export type FormAction<Data = undefined> = (
  previous: FormState<Data>,
  form: FormData,
) => Promise<FormState<Data>>;

const secretField = /password|token/i;

/** The text fields of a form; files and the framework's own fields are left out. */
function textFields(form: FormData): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of form) {
    if (typeof value === "string" && !name.startsWith("$ACTION")) fields[name] = value;
  }
  return fields;
}

/**
 * Wraps a use case as a server action: parses the form, runs it, and turns refusals into what
 * the form shows. Whatever else is thrown is logged once and answered without detail.
 */
export function formAction<Schema extends z.ZodType, Data = undefined>(
  schema: Schema,
  run: (input: z.output<Schema>) => Promise<Data>,
): FormAction<Data> {
  return guardedAction(schema, async () => undefined, run);
}

/**
 * The same for whom `admit` lets through; whoever is refused learns nothing of what the form takes.
 * @param run is given what `admit` found
 */
export function guardedAction<Schema extends z.ZodType, Admitted, Data = undefined>(
  schema: Schema,
  admit: () => Promise<Admitted>,
  run: (input: z.output<Schema>, admitted: Admitted) => Promise<Data>,
): FormAction<Data> {
  return async (_previous, form) => {
    const fields = textFields(form);
    const refused = (code: ErrorCode, details: Refusal["details"] = {}): FormState<Data> => ({
      status: "refused",
      code,
      fields: details.fields ?? {},
      values: {
        ...details.values,
        ...(details.retryAfterSeconds === undefined ? {} : { seconds: details.retryAfterSeconds }),
      },
      input: Object.fromEntries(Object.entries(fields).filter(([name]) => !secretField.test(name))),
      at: Date.now(),
    });

    try {
      const admitted = await admit();
      const parsed = schema.safeParse(fields);
      if (!parsed.success) return refused("validation", { fields: fieldErrors(parsed.error) });
      const caller = { address: await callerAddress() };
      return {
        status: "done",
        data: await callFrom(caller, () => run(parsed.data, admitted)),
        at: Date.now(),
      };
    } catch (error) {
      unstable_rethrow(error);
      if (error instanceof Refusal) return refused(error.code, error.details);
      log().error({ err: error }, "an action failed");
      return refused(isOutage(error) || isBusy(error) ? "unavailable" : "internal");
    }
  };
}
