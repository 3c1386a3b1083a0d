import { unused } from "./planted-unused.ts";

// A test is no use: the rule has to find the module all the same.
export const tried = unused;
