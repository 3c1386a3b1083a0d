import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { ensureInstalled, node24, quiet, root } from "./install.mjs";

/** Installs what is missing, then hands over to a TypeScript file on Node 24; ends as it ends. */
export function runOnNode24(file) {
  try {
    ensureInstalled();
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
  const child = spawn(node24, [join(root, file), ...process.argv.slice(2)], {
    // The channel tells the other side when this process is gone, even by kill -9.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: {
      ...process.env,
      ...quiet,
      PATH: `${join(root, "node_modules", ".bin")}${delimiter}${process.env.PATH}`,
    },
  });
  // Ctrl-C reaches the whole terminal group; the one below stops in order and this one waits.
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill("SIGTERM"));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
}
