/** Excel takes a file without it for the system's old encoding, and breaks every ż and ü. */
export const byteOrderMark = "\uFEFF";

/** What a spreadsheet would take for a formula, or skip before looking for one. */
const formulaStart = /^[=+\-@\t\r]/;

/**
 * One cell, always quoted (RFC 4180). What visitors and members have written must never run as a
 * formula where the file is opened: it gets an apostrophe in front, which spreadsheets show as text.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvCell(value: string): string {
  const safe = formulaStart.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** One record with its line's end; null is an empty cell. */
export function csvRow(values: readonly (string | null)[]): string {
  return `${values.map((value) => csvCell(value ?? "")).join(",")}\r\n`;
}
