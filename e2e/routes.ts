import { readdirSync } from "node:fs";
import { join, relative } from "node:path";

const app = join(import.meta.dirname, "../src/app");

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

/** Every page and route handler as its path pattern, read from the files: `/dashboard/codes/[id]`. */
export function allRoutes(): string[] {
  return filesUnder(app)
    .filter((file) => /\/(page\.tsx|route\.ts)$/.test(file))
    .map((file) => {
      const segments = relative(app, file)
        .split("/")
        .slice(0, -1)
        .filter((segment) => segment !== "[locale]" && !/^\(.*\)$/.test(segment));
      return `/${segments.join("/")}`;
    })
    .sort();
}
