// `npm test`: everything, or the steps that are named (`npm test -- unit architecture`).
import { runOnNode24 } from "./run.mjs";

runOnNode24("scripts/test.ts");
