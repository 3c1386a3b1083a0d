import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from "dependency-cruiser";

export type Findings = {
  /** `rule: from → to`, one a violation. */
  violations: string[];
  moduleCount: number;
  fileCount: number;
};

type Configuration = (libDomains: string[]) => { forbidden: IForbiddenRuleType[]; options: ICruiseOptions };

const roots = ["src", "sandbox", "scripts", "prisma", "e2e", "bench", "middleware.ts"];

/** Reads every import below `folder` and holds it against the rules. */
export async function checkArchitecture(folder: string): Promise<Findings> {
  const configure = createRequire(import.meta.url)("../../.dependency-cruiser.cjs") as Configuration;
  const { forbidden, options } = configure(listDomains(folder));
  const present = roots.filter((root) => existsSync(join(folder, root)));
  const answer = await cruise(present, {
    ...options,
    baseDir: folder,
    validate: true,
    ruleSet: { forbidden },
  });
  // SAFETY: without an output type the answer is the result itself and no text.
  const result = answer.output as ICruiseResult;
  const sources = result.modules.filter((module) => isSource(module.source));
  return {
    violations: result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
    moduleCount: sources.length,
    fileCount: present.flatMap((root) => listSources(folder, root)).length,
  };
}

function listDomains(folder: string): string[] {
  const lib = join(folder, "src", "lib");
  return readdirSync(lib, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

const isSource = (path: string) =>
  /\.(ts|tsx|mjs)$/.test(path) && !/node_modules|\/generated\/|architecture\/planted\//.test(path);

function listSources(folder: string, path: string): string[] {
  if (/\.(ts|tsx|mjs)$/.test(path)) return isSource(path) ? [path] : [];
  return readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) => {
    const inner = `${path}/${entry.name}`;
    if (entry.isDirectory()) return listSources(folder, inner);
    return isSource(inner) ? [inner] : [];
  });
}
