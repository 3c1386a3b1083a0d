import type { ReactNode } from "react";
import type { Place } from "#shared/keyset.ts";
import { ChoiceFilter } from "./filter-form.tsx";
import type { PagedListProps } from "./paged-list.tsx";
import { SearchedList } from "./searched-list.tsx";

type Props<State extends string> = Pick<PagedListProps, "hrefFor" | "filters" | "page" | "children"> & {
  query: { q: string; state: State | null; after: Place | null };
  states: readonly State[];
  nameOf: (state: State) => string;
  hint: string;
  /** What each of these lists has to say in words of its own. */
  words: (key: "state" | "any_state" | "none_title" | "none_text") => string;
  /** What else it is narrowed by, without a field to choose it. */
  fixed?: ReactNode;
};

/** A list with a search and a state to narrow it by. */
export function ListByState<State extends string>(props: Props<State>) {
  const { query, states, nameOf, words, fixed, ...list } = props;
  const { q, state, after } = query;
  return (
    <SearchedList
      {...list}
      q={q}
      after={after}
      isNarrowed={q !== "" || state !== null || fixed !== undefined}
      none={{ title: words("none_title"), text: words("none_text") }}
      fields={
        <>
          {fixed}
          <ChoiceFilter
            name="state"
            label={words("state")}
            any={words("any_state")}
            choices={states}
            value={state}
            nameOf={nameOf}
          />
        </>
      }
    />
  );
}
