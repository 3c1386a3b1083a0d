import { once } from "#platform/process.ts";
import { readVariable } from "./read-variable.ts";
import { findContradictions } from "./rules.ts";
import { type Variables, variables } from "./schema.ts";

/** The configuration of the server, complete: what was left out has its default. */
export type Env = Omit<Variables, "HOST" | "DIRECT_DATABASE_URL"> & {
  HOST: string;
  DIRECT_DATABASE_URL: string;
};

/** The configuration cannot be used; `problems` says for each variable what is wrong and what to do. */
export class ConfigurationError extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(
      `The configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join("\n")}\n` +
        "Every variable is described in .env.example.",
    );
    this.name = "ConfigurationError";
    this.problems = problems;
  }
}

/** Reads the configuration out of a record of variables; throws a `ConfigurationError`. */
export function parseEnv(record: Record<string, string | undefined>): Env {
  const read = Object.keys(variables.shape).map((name) => [name, readVariable(record, name)]);
  const parsed = variables.safeParse(Object.fromEntries(read));
  if (!parsed.success) {
    throw new ConfigurationError(
      parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`),
    );
  }
  const problems = findContradictions(parsed.data);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const { HOST, DIRECT_DATABASE_URL, ...values } = parsed.data;
  return {
    ...values,
    HOST: HOST ?? (values.APP_ENV === "production" ? "0.0.0.0" : "127.0.0.1"),
    DIRECT_DATABASE_URL: DIRECT_DATABASE_URL ?? values.DATABASE_URL,
  };
}

/** The process's configuration, read once. */
export function env(): Env {
  return once("env", () => parseEnv(process.env));
}
