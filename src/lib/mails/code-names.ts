/** Some codes by their names: as many as a mail can show, and how many there are in all. */
export type CodeNames = { names: string[]; count: number };

const mostNames = 10;

export const noCodes: CodeNames = { names: [], count: 0 };

export function codeNames(names: readonly string[]): CodeNames {
  return { names: names.slice(0, mostNames), count: names.length };
}
