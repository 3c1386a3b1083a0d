import type { ReactNode } from "react";
import type { Place } from "#shared/keyset.ts";
import { ListOrNothing } from "./list-or-nothing.tsx";
import { NextPage } from "./next-page.tsx";
import { SearchForm } from "./search-form.tsx";

type Props = {
  hrefFor: (query?: Record<string, string>) => string;
  /** The filters as the address carries them, without the place. */
  filters: Record<string, string>;
  q: string;
  hint: string;
  isNarrowed: boolean;
  /** What stands beside the search: the other filters. */
  fields: ReactNode;
  after: Place | null;
  page: { rows: readonly unknown[]; next: Place | null; isCut?: boolean };
  none: { title: string; text: string };
  children: ReactNode;
};

/** A list with its search and filters above and its further pages below. */
export function SearchedList(props: Props) {
  const { hrefFor, filters, q, hint, isNarrowed, fields, after, page, none, children } = props;
  return (
    <>
      <SearchForm href={hrefFor()} q={q} hint={hint} isNarrowed={isNarrowed}>
        {fields}
      </SearchForm>
      <ListOrNothing
        isEmpty={page.rows.length === 0}
        isNarrowed={isNarrowed || after !== null}
        isCut={page.isCut}
        clearHref={hrefFor()}
        none={none}
      >
        {children}
      </ListOrNothing>
      <NextPage
        next={page.next}
        isLater={after !== null}
        hrefFor={(place) => hrefFor({ ...filters, ...(place && { after: place }) })}
      />
    </>
  );
}
