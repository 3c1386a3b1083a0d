import { secondMs } from "#shared/time.ts";

/** Of a transaction that may touch every code of a workspace: some hold hundreds of thousands. */
export const manyCodesTransaction = { maxWait: 10 * secondMs, timeout: 60 * secondMs };

/** So many codes are written by one statement, well within the time that a statement has. */
export const codesPerStatement = 5_000;
