/** Every item of a list that comes page by page, or the first so many. */
export async function readAll<T>(list: AsyncIterable<T>, most = Number.POSITIVE_INFINITY): Promise<T[]> {
  const all: T[] = [];
  for await (const item of list) {
    all.push(item);
    if (all.length >= most) break;
  }
  return all;
}
