import type { ReactNode } from "react";
import type { Place } from "#shared/keyset.ts";
import { ListOrNothing } from "./list-or-nothing.tsx";
import { NextPage } from "./next-page.tsx";

export type PagedListProps = {
  hrefFor: (query?: Record<string, string>) => string;
  /** The filters as the address carries them, without the place. */
  filters: Record<string, string>;
  isNarrowed: boolean;
  after: Place | null;
  page: { rows: readonly unknown[]; next: Place | null; isCut?: boolean };
  /** What stands where there is nothing at all yet. */
  none: { title: string; text: string };
  children: ReactNode;
};

/** A page of a list or what there is to say in place of it, and the way to the other pages. */
export function PagedList({ hrefFor, filters, isNarrowed, after, page, none, children }: PagedListProps) {
  return (
    <>
      <ListOrNothing
        isEmpty={page.rows.length === 0}
        // Of a later page nobody knows whether there is nothing at all.
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
