import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import Stripe from "stripe";
import type { SchemaFile } from "./walker.ts";

const rootFolder = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");

export type Violation = { path: string; message: string; keyword: string; extra: string | null };

/** Checks requests, answers and events against what the SDK declares. */
export type SchemaCheck = {
  /** Turns text into the declared types, in place. */
  checkRequest: (type: string, params: Record<string, unknown>) => Violation | null;
  checkAnswer: (type: string, body: unknown) => Violation | null;
  /** Types that were checked at least once. */
  covered: Set<string>;
};

/** The schemas of the SDK that is installed: derived once a version, then read from the disk. */
export async function loadSchemas(types: readonly string[]): Promise<SchemaCheck> {
  const file = await readOrDerive([...new Set(types)].sort());
  // Compiled once and run a few times: the compiler's own optimising would cost more than it saves.
  const quick = {
    strict: false,
    allowUnionTypes: true,
    inlineRefs: false,
    validateSchema: false,
    code: { optimize: false },
  };
  const requests = new Ajv({ ...quick, coerceTypes: true });
  const answers = new Ajv(quick);
  const rootNames = new Map(Object.keys(file.roots).map((type, index) => [type, `Root${index}of`]));
  const roots = Object.entries(file.roots).map(([type, schema]) => [rootNames.get(type), schema]);
  const definitions = { ...file.definitions, ...Object.fromEntries(roots) };
  requests.addSchema({ $id: "stripe", definitions });
  answers.addSchema({ $id: "stripe", definitions });
  const covered = new Set<string>();
  const compiled = new Map<string, ValidateFunction>();

  function check(ajv: Ajv, type: string, value: unknown): Violation | null {
    const name = `${ajv === requests ? "request" : "answer"} ${type}`;
    let validate = compiled.get(name);
    if (validate === undefined) {
      const root = rootNames.get(type);
      if (root === undefined) throw new Error(`No schema was derived for ${type}`);
      validate = ajv.compile({ $ref: `stripe#/definitions/${root}` });
      compiled.set(name, validate);
    }
    covered.add(type);
    return validate(value) ? null : worst(validate.errors ?? []);
  }

  return {
    checkRequest: (type, params) => check(requests, type, params),
    checkAnswer: (type, body) => check(answers, type, body),
    covered,
  };
}

async function readOrDerive(types: string[]): Promise<SchemaFile> {
  const folder = join(rootFolder, "node_modules/.cache/stripe-schemas");
  const walker = readFileSync(new URL("./walker.ts", import.meta.url));
  const hash = createHash("sha256").update(types.join()).update(walker).digest("hex").slice(0, 12);
  const path = join(folder, `${Stripe.PACKAGE_VERSION}-${hash}.json`);
  try {
    return JSON.parse(readFileSync(path, "utf8")) as SchemaFile;
  } catch {
    const { deriveSchemas } = await import("./walker.ts");
    const file = deriveSchemas(types, rootFolder);
    mkdirSync(folder, { recursive: true });
    const unfinished = `${path}.${process.pid}`;
    writeFileSync(unfinished, JSON.stringify(file));
    renameSync(unfinished, path);
    return file;
  }
}

/** Of the many errors of an alternative, the one that is deepest tells most; unknown names first. */
function worst(errors: ErrorObject[]): Violation {
  const depth = (error: ErrorObject) => error.instancePath.split("/").length;
  const useful = errors.filter((error) => error.keyword !== "anyOf");
  const sorted = (useful.length > 0 ? useful : errors).toSorted(
    (a, b) =>
      depth(b) - depth(a) ||
      Number(b.keyword === "additionalProperties") - Number(a.keyword === "additionalProperties"),
  );
  const error = sorted[0];
  const params = (error?.params ?? {}) as { additionalProperty?: string; missingProperty?: string };
  return {
    path: error?.instancePath ?? "",
    message: error?.message ?? "does not fit",
    keyword: error?.keyword ?? "",
    extra: params.additionalProperty ?? params.missingProperty ?? null,
  };
}
