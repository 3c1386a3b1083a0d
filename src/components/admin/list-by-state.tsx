import type { ReactNode } from "react";
import type { Place } from "#shared/keyset.ts";
import { ChoiceFilter } from "./filter-form.tsx";
import type { PagedListProps } from "./paged-list.tsx";
import { SearchedList } from "./searched-list.tsx";

type Props<State extends string> = Pick<
  PagedListProps,
  "hrefFor" | "filters" | "page" | "none" | "children"
> & {
  query: { q: string; state: State | null; after: Place | null };
  states: readonly State[];
  nameOf: (state: State) => string;
  hint: string;
  stateWords: { label: string; any: string };
  /** What else it is narrowed by, without a field to choose it. */
  fixed?: ReactNode;
};

/** A list with a search and a state to narrow it by. */
export function ListByState<State extends string>(props: Props<State>) {
  const { query, states, nameOf, stateWords, fixed, ...list } = props;
  const { q, state, after } = query;
  return (
    <SearchedList
      {...list}
      q={q}
      after={after}
      isNarrowed={q !== "" || state !== null || fixed !== undefined}
      fields={
        <>
          {fixed}
          <ChoiceFilter name="state" {...stateWords} choices={states} value={state} nameOf={nameOf} />
        </>
      }
    />
  );
}
