import { globSync, readFileSync } from "node:fs";
import { z } from "zod";

// What the console consists of, read from the code and from the build that runs: a page, a route or
// an action that is added is in the journeys by itself.

const nobody = "00000000-0000-4000-8000-000000000000";

/** The addresses of the console's pages; what is asked for by id is not there. */
export function consolePages(): string[] {
  return globSync("src/app/[[]locale]/admin/**/page.tsx")
    .map((file) => file.replace("src/app/[locale]", "").replace("/page.tsx", ""))
    .map((path) => path.replaceAll(/\[\w+\]/g, nobody))
    .sort();
}

export type ConsoleRoute = {
  path: string;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  byKey: boolean;
};

/** Every method of the API of those who run the platform; `byKey` where a key and no session opens it. */
export function consoleRoutes(): ConsoleRoute[] {
  return globSync("src/app/api/admin/**/route.ts")
    .sort()
    .flatMap((file) => {
      const source = readFileSync(file, "utf8");
      const path = file
        .replace("src/app", "")
        .replace("/route.ts", "")
        .replaceAll(/\[\w+\]/g, nobody);
      const methods = (["GET", "POST", "PUT", "PATCH", "DELETE"] as const).filter((method) =>
        new RegExp(`^ {2}(?:async )?${method}[(:]`, "m").test(source),
      );
      if (methods.length === 0) throw new Error(`${file} answers nothing that can be read from it`);
      return methods.map((method) => ({ path, method, byKey: source.includes("requireApiKey") }));
    });
}

export type ConsoleAction = {
  id: string;
  name: string;
  /** A page that it can be sent to. */
  path: string;
};

const manifest = z.object({
  node: z.record(
    z.string(),
    z.object({
      filename: z.string(),
      exportedName: z.string(),
      workers: z.record(z.string(), z.unknown()),
    }),
  ),
});

/** The server actions that no page but the console's can send. */
export function consoleActions(): ConsoleAction[] {
  const { node } = manifest.parse(
    JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")),
  );
  return Object.entries(node)
    .map(([id, { filename, exportedName, workers }]) => ({
      id,
      name: `${filename} ${exportedName}`,
      pages: Object.keys(workers),
    }))
    .filter(({ pages }) => pages.every((page) => page.startsWith("app/[locale]/admin/")))
    .map(({ id, name, pages: [page = ""] }) => ({
      id,
      name,
      path: page
        .replace("app/[locale]", "")
        .replace(/\/page$/, "")
        .replaceAll(/\[\w+\]/g, nobody),
    }));
}
