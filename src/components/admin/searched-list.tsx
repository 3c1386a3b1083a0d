import type { ReactNode } from "react";
import { PagedList, type PagedListProps } from "./paged-list.tsx";
import { SearchForm } from "./search-form.tsx";

type Props = PagedListProps & {
  q: string;
  hint: string;
  /** What stands beside the search: the other filters. */
  fields: ReactNode;
};

/** A list with its search and filters above and its further pages below. */
export function SearchedList({ q, hint, fields, ...list }: Props) {
  return (
    <>
      <SearchForm href={list.hrefFor()} q={q} hint={hint} isNarrowed={list.isNarrowed}>
        {fields}
      </SearchForm>
      <PagedList {...list} />
    </>
  );
}
