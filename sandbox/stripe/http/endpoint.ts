import type { Context } from "../context.ts";

export type Method = "GET" | "POST" | "DELETE";

export type Call<P> = {
  ctx: Context;
  params: P;
  /** The id in the path; the empty text where there is none. */
  id: string;
};

export type Endpoint = {
  method: Method;
  /** With `:id` where an id stands. */
  path: string;
  /** The SDK's type of the parameters, `null` when there are none but `expand`. */
  params: string | null;
  /** The SDK's type of the answer. */
  answer: string;
  run: (call: Call<unknown>) => unknown;
};

/** Ties a handler's parameters to the SDK's declaration that requests are checked against. */
export function endpoint<P>(
  method: Method,
  path: string,
  params: string | null,
  answer: string,
  run: (call: Call<P>) => unknown,
): Endpoint {
  // SAFETY: the request was checked against the schema of `params` before the handler runs.
  return { method, path, params, answer, run: run as (call: Call<unknown>) => unknown };
}

type Pattern = { endpoint: Endpoint; parts: string[] };
const patterns = new WeakMap<readonly Endpoint[], Map<string, Pattern[]>>();

/** The patterns of a method by how many parts they have. */
function patternsOf(endpoints: readonly Endpoint[]): Map<string, Pattern[]> {
  const known = patterns.get(endpoints);
  if (known !== undefined) return known;
  const sorted = Map.groupBy(
    endpoints.map((endpoint) => ({ endpoint, parts: endpoint.path.split("/") })),
    ({ endpoint, parts }) => `${endpoint.method} ${parts.length}`,
  );
  patterns.set(endpoints, sorted);
  return sorted;
}

export function findEndpoint(
  endpoints: readonly Endpoint[],
  method: string,
  path: string,
): { endpoint: Endpoint; id: string } | null {
  const given = path.split("/");
  for (const { endpoint, parts } of patternsOf(endpoints).get(`${method} ${given.length}`) ?? []) {
    const id = matchParts(parts, given);
    if (id !== null) return { endpoint, id };
  }
  return null;
}

function matchParts(wanted: readonly string[], given: readonly string[]): string | null {
  let id = "";
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part === ":id") {
      if (value === "") return null;
      id = decodeURIComponent(value);
    } else if (part !== value) return null;
  }
  return id;
}
