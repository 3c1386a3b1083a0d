// `npm test`: everything, or the steps that are named (`npm test -- unit architecture`).
// `npm run test:long`: the heavy proofs.
import { runOnNode24 } from "./run.mjs";

runOnNode24("scripts/test.ts");
