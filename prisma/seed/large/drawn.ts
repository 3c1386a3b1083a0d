// What is drawn for a number is the same on every run: it comes from a hash of the number, and not
// from a generator with a state, so that batches can be written in any order.

/** A whole number from 0 to `below - 1` that belongs to `n` and `what`. */
export const draw = (n: string, what: string, below: number): string =>
  `(hashint8extended(${n}::bigint, ${[...what].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1e9}) & 2147483647) % ${below}`;

/** The id of the `n`th of its kind. */
export const idOf = (kind: string, n: string): string =>
  `overlay(overlay(md5('${kind} ' || ${n}) placing '4' from 13) placing '8' from 17)::uuid`;

/** One of a list of words that belongs to `n`. */
export const pick = (n: string, what: string, words: readonly string[]): string =>
  `(ARRAY[${words.map((word) => `'${word}'`).join(",")}])[1 + ${draw(n, what, words.length)}]`;

/** When the `n`th of `total` signed up: over three years up to the seed's day, more and more of them. */
export const signUpAt = (n: string, total: number): string =>
  `($3::timestamptz - interval '1096 days' * (1 - sqrt((${n})::float8 / ${total})))`;
