import { chmodSync, renameSync, writeFileSync } from "node:fs";

/** Writes the file that tells other programs what runs here; readable by its owner alone. */
export function writeSandboxEnv(file: string, values: Record<string, string>): void {
  const lines = Object.entries(values).map(([name, value]) => `${name}=${quote(value)}`);
  const text = `# What runs now. A shell reads it with: set -a; . ${quote(file)}; set +a\n${lines.join("\n")}\n`;
  writeFileSync(`${file}.part`, text, { mode: 0o600 });
  chmodSync(`${file}.part`, 0o600);
  renameSync(`${file}.part`, file);
}

function quote(value: string): string {
  return /^[\w./:@%+,-]*$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
