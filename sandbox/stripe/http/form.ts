import qs from "qs";
import { invalid } from "./errors.ts";

/** The parameters of a form or a query as Stripe reads them: nested brackets, indexed arrays. */
export function parseForm(text: string): Record<string, unknown> {
  return qs.parse(text, { depth: 20, arrayLimit: 100, parameterLimit: 5000 });
}

/** Takes `expand` out of the parameters. */
export function takeExpand(params: Record<string, unknown>): string[] {
  const { expand } = params;
  delete params.expand;
  if (expand === undefined || expand === "") return [];
  if (!Array.isArray(expand)) throw invalid("Invalid array", "expand", "parameter_invalid_empty");
  const paths = expand.map(String);
  for (const path of paths) {
    const levels = path.split(".").filter((part) => part !== "data").length;
    if (levels > 4)
      throw invalid(`You cannot expand more than 4 levels of a property. Property: ${path}`, "expand");
  }
  return paths;
}
