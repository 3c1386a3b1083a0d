// The npm package `node` unpacks a whole distribution and then hard-links its binary into
// place. What is left of the unpacking (headers, docs, a second npm: 68 MB) is never used.
import { rmSync } from "node:fs";

rmSync(new URL("../node_modules/node/node_modules", import.meta.url), { recursive: true, force: true });
