// `npm run up`: the whole product on this machine, with local stand-ins for everything outside.
import { runOnNode24 } from "./run.mjs";

runOnNode24("sandbox/up.ts");
