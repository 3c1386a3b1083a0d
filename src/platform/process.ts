/**
 * One of each per process. Next bundles copies of a module for each of its layers; whatever
 * must exist once (pools, caches, limiters, metrics, queues) is made through `once`.
 */
type Registry = Map<string, unknown>;

// SAFETY: the symbol is ours alone, and only this file writes under it.
const holder = globalThis as unknown as { [key: symbol]: Registry | undefined };
const key = Symbol.for("dynamicqr.process");

function registry(): Registry {
  holder[key] ??= new Map();
  return holder[key];
}

/** Returns the process's one value of that name, making it with `create` the first time. */
export function once<T>(name: string, create: () => T): T {
  const values = registry();
  if (!values.has(name)) values.set(name, create());
  // SAFETY: a name is used with one type only: each is written out in exactly one module.
  return values.get(name) as T;
}
