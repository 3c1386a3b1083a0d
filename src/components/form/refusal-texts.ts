import type { FormState } from "#platform/next/form-action.ts";

type Translate = {
  (key: string, values?: Record<string, string | number>): string;
  has(key: string): boolean;
};

/**
 * A refusal's words: one for the form, lists for its fields.
 * @param t the translator of `errors`
 */
export function refusalTexts(state: FormState<unknown>, t: unknown) {
  // SAFETY: codes are a closed list and field keys come from our own schemas; the typed
  // translator would want each message's own placeholders.
  const translate = t as Translate;
  if (state.status !== "refused") return { message: null, errorsOf: () => [] };
  const { code, values, fields } = state;
  const field = (key: string) =>
    translate(translate.has(`fields.${key}`) ? `fields.${key}` : "fields.invalid", values);
  // Nobody counts in hundreds of seconds.
  const seconds = Number(values.seconds ?? 0);
  const isLong = code === "rate_limited" && seconds > 120;
  const minutes = Math.ceil(seconds / 60);
  return {
    message: isLong
      ? translate("rate_limited_minutes", { minutes })
      : translate(keyOf(translate, code, values.reason), { seconds: 0, limit: 0, ...values }),
    errorsOf: (name: string): string[] => (fields[name] ?? []).map(field),
  };
}

/**
 * The words of a problem document's code, for islands that call a route of ours.
 * @param t the translator of `errors`
 */
export function refusalMessage(t: unknown, code: string, reason?: string): string {
  // SAFETY: as above; a code that is not known here has the words of an error of ours.
  const translate = t as Translate;
  return translate(translate.has(code) ? keyOf(translate, code, reason) : "internal", {
    seconds: 0,
    limit: 0,
  });
}

/** A refusal that names its reason has the words of that, where there are some. */
function keyOf(translate: Translate, code: string, reason: unknown): string {
  return typeof reason === "string" && translate.has(`reasons.${reason}`) ? `reasons.${reason}` : code;
}
