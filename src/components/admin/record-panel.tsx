import type { ReactNode } from "react";
import { Panel } from "#components/ui/panel.tsx";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "#components/ui/table.tsx";

export type RecordColumn<Row> = {
  label: string;
  isNumeric?: boolean;
  show: (row: Row) => ReactNode;
};

type Props<Row> = {
  title: string;
  /** The first one names its row. */
  columns: RecordColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
};

/**
 * A plain list of the console under its title: columns as data, and a sentence where there is nothing;
 * a list that always has rows needs none.
 */
export function RecordPanel<Row>({ empty, ...list }: Props<Row> & { empty?: string }) {
  return (
    <Panel title={list.title} isFlush>
      {list.rows.length === 0 && empty ? (
        <p className="p-4 text-ink-soft sm:p-5">{empty}</p>
      ) : (
        <Records {...list} />
      )}
    </Panel>
  );
}

/** The same list without its panel and its sentence. */
export function Records<Row>({ title, columns, rows, keyOf }: Props<Row>) {
  return (
    <div className="px-4 sm:px-2">
      <Table caption={title}>
        <TableHead>
          {columns.map(({ label, isNumeric }) => (
            <HeadCell key={label} isNumeric={isNumeric}>
              {label}
            </HeadCell>
          ))}
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={keyOf(row)}>
              {columns.map(({ label, isNumeric, show }, index) => (
                <Cell
                  key={label}
                  isRowHeader={index === 0}
                  isNumeric={isNumeric}
                  label={index === 0 ? undefined : label}
                >
                  <span className={index === 0 ? "wrap-anywhere" : "wrap-break-word"}>{show(row)}</span>
                </Cell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
