import { AsyncLocalStorage } from "node:async_hooks";
import { once } from "./process.ts";

/** From where a request comes; null where nobody told, and in work that no request asks for. */
export type Caller = { address: string | null };

const storage = () => once("caller", () => new AsyncLocalStorage<Caller>());

/** Does something on behalf of whoever sent a request: what is written down meanwhile can say from where. */
export function callFrom<Result>(caller: Caller, work: () => Result): Result {
  return storage().run(caller, work);
}

export function callerAtHand(): Caller {
  return storage().getStore() ?? { address: null };
}
