import { z } from "zod";
import { searchText } from "#shared/text.ts";
import { codeStatuses } from "./code.ts";

export const codeSorts = ["newest", "oldest", "name", "scans", "expiry"] as const;
export const codesPerPage = 25;

const search = searchText(200);
const status = z.enum(codeStatuses).nullable();
const sort = z.enum(codeSorts);
const page = z.coerce.number({ error: "invalid" }).int().min(1).max(100_000);

export type ListQuery = {
  q: string;
  status: z.infer<typeof status>;
  sort: z.infer<typeof sort>;
  page: number;
};

/** For programs: what does not fit is refused by its name. */
export const listQueryParametersSchema = z.strictObject({
  q: search.default(""),
  status: status.default(null),
  sort: sort.default("newest"),
  page: page.default(1),
});

/** For people: whatever does not fit in an address falls back. */
const forgivingSchema = z.object({
  q: search.catch(""),
  status: status.catch(null),
  sort: sort.catch("newest"),
  page: page.catch(1),
});

/** `null` stands for a parameter that is not there; of one that is repeated the first counts. */
export function parseListQuery(parameters: Record<string, string | string[] | undefined>): ListQuery {
  const first = (name: string) => {
    const value = parameters[name];
    return (Array.isArray(value) ? value[0] : value) ?? null;
  };
  return forgivingSchema.parse({
    q: first("q") ?? "",
    status: first("status"),
    sort: first("sort"),
    page: first("page") ?? 1,
  });
}

/** The address's parameters of a query, without what is the default anyway. */
export function listQueryParameters(query: ListQuery): Record<string, string> {
  return {
    ...(query.q ? { q: query.q } : {}),
    ...(query.status ? { status: query.status } : {}),
    ...(query.sort === "newest" ? {} : { sort: query.sort }),
    ...(query.page === 1 ? {} : { page: String(query.page) }),
  };
}
