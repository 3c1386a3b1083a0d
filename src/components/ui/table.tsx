import type { ComponentProps, ReactNode } from "react";
import { Link } from "#i18n/navigation.ts";
import { classNames } from "./class-names.ts";
import { Icon } from "./icons.tsx";

type TableProps = { caption: ReactNode; className?: string; children: ReactNode };

// Written out because `display: block` at phone width takes the native roles away in some browsers.
const role = {
  table: { role: "table" },
  rowgroup: { role: "rowgroup" },
  row: { role: "row" },
  columnheader: { role: "columnheader" },
  rowheader: { role: "rowheader" },
  cell: { role: "cell" },
} as const;

/** A dense table with hairlines; below 640 px its rows become stacked records. */
export function Table({ caption, className, children }: TableProps) {
  return (
    <table {...role.table} className={classNames("stacked w-full border-collapse text-base", className)}>
      <caption className="sr-only">{caption}</caption>
      {children}
    </table>
  );
}

export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead {...role.rowgroup}>
      <tr {...role.row} className="border-b border-ink">
        {children}
      </tr>
    </thead>
  );
}

export function TableBody({ children }: { children: ReactNode }) {
  return (
    <tbody {...role.rowgroup} className="divide-y divide-hairline">
      {children}
    </tbody>
  );
}

export function TableRow({ className, ...rest }: ComponentProps<"tr">) {
  return <tr {...rest} {...role.row} className={classNames("hover:bg-well/60", className)} />;
}

export type SortDirection = "ascending" | "descending";

type HeadCellProps = {
  isNumeric?: boolean;
  /** Where pressing the heading leads: the same list in another order. */
  sortHref?: string;
  /** Set on the column by which the list is sorted now. */
  sorted?: SortDirection;
  className?: string;
  children: ReactNode;
};

export function HeadCell({ isNumeric, sortHref, sorted, className, children }: HeadCellProps) {
  return (
    <th
      scope="col"
      {...role.columnheader}
      aria-sort={sorted}
      className={classNames("caption px-3 py-2", isNumeric ? "text-end" : "text-start", className)}
    >
      {sortHref ? (
        <Link
          href={sortHref}
          className={classNames(
            "inline-flex items-center gap-1 hover:text-ink",
            sorted && "text-ink underline decoration-cyan decoration-2 underline-offset-4",
          )}
        >
          {children}
          <Icon
            name={sorted === "ascending" ? "chevron-up" : sorted === "descending" ? "chevron-down" : "sort"}
            size={14}
          />
        </Link>
      ) : (
        children
      )}
    </th>
  );
}

type CellProps = Omit<ComponentProps<"td">, "role"> & {
  /** The column's name, shown before the value at phone width. */
  label?: string;
  isNumeric?: boolean;
  /** The cell that names its row. */
  isRowHeader?: boolean;
};

export function Cell({ label, isNumeric, isRowHeader, className, children, ...rest }: CellProps) {
  const css = classNames(
    "px-3 py-2.5 align-middle font-normal",
    isNumeric ? "figure text-end" : "text-start",
    className,
  );
  return isRowHeader ? (
    <th {...rest} scope="row" {...role.rowheader} data-label={label} className={css}>
      {children}
    </th>
  ) : (
    <td {...rest} {...role.cell} data-label={label} className={css}>
      {children}
    </td>
  );
}
