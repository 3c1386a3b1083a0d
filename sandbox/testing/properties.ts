import fc from "fast-check";

// The heavy proofs try every law with more inputs, from a seed that they print.
const { PROPERTY_RUNS, PROPERTY_SEED } = process.env;
if (PROPERTY_RUNS) fc.configureGlobal({ numRuns: Number(PROPERTY_RUNS), seed: Number(PROPERTY_SEED) });
