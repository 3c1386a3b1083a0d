/** Some codes by their names: as many as a mail can show, and how many there are in all. */
export type CodeNames = { names: string[]; count: number };

export const mostNames = 10;

export const noCodes: CodeNames = { names: [], count: 0 };

/** @param count of all, where not every one is named */
export function codeNames(names: readonly string[], count = names.length): CodeNames {
  return { names: names.slice(0, mostNames), count };
}
