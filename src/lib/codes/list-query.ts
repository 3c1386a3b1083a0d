import { z } from "zod";
import { codeStatuses } from "./code.ts";

export const codeSorts = ["newest", "oldest", "name", "scans", "expiry"] as const;
export const codesPerPage = 25;

/** The list's filters as they stand in the address; whatever does not fit falls back. */
export const listQuerySchema = z.object({
  q: z.string().trim().max(200).catch(""),
  status: z.enum(codeStatuses).nullable().catch(null),
  sort: z.enum(codeSorts).catch("newest"),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});

export type ListQuery = z.infer<typeof listQuerySchema>;

/** `null` stands for a parameter that is not there; of one that is repeated the first counts. */
export function parseListQuery(parameters: Record<string, string | string[] | undefined>): ListQuery {
  const first = (name: string) => {
    const value = parameters[name];
    return (Array.isArray(value) ? value[0] : value) ?? null;
  };
  return listQuerySchema.parse({
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
