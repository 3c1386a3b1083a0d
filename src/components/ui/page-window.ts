export type PageEntry = { kind: "page" | "gap"; page: number };

/**
 * The page numbers worth a link: the first, the last, and the current one with its neighbours.
 * A gap stands for two or more left out; a single one is shown instead.
 */
export function pageWindow(page: number, pageCount: number): PageEntry[] {
  const shown = new Set([1, pageCount, page - 1, page, page + 1]);
  if (page <= 4) for (const early of [2, 3]) shown.add(early);
  if (page >= pageCount - 3) for (const late of [pageCount - 2, pageCount - 1]) shown.add(late);
  const pages = [...shown].filter((each) => each >= 1 && each <= pageCount).sort((a, b) => a - b);

  const entries: PageEntry[] = [];
  let last = 0;
  for (const each of pages) {
    if (each - last === 2) entries.push({ kind: "page", page: each - 1 });
    else if (each - last > 2) entries.push({ kind: "gap", page: each - 1 });
    entries.push({ kind: "page", page: each });
    last = each;
  }
  return entries;
}
