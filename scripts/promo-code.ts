import { parseArgs } from "node:util";
import type { z } from "zod";
import { reasonText } from "../src/lib/admin/reason.ts";
import { showCode } from "../src/lib/promo/code-text.ts";
import { listPromoCodes } from "../src/lib/promo/read-promo-codes.ts";
import {
  activatePromoCode,
  createPromoBatch,
  createPromoCode,
  deactivatePromoCode,
  exportPromoBatch,
} from "../src/lib/promo/service.ts";
import { batchBody, createBody, listQuery } from "../src/lib/promo/validation.ts";
import type { Viewer } from "../src/lib/workspaces/viewer.ts";
import { pool } from "../src/platform/db/pool.ts";
import { db } from "../src/platform/db/prisma.ts";
import { Refusal } from "../src/shared/errors.ts";

/** Promo codes from the shell, in the database of DATABASE_URL, in the name of an admin. */
const usage = `promo-code.ts create --by <admin's e-mail> --days <n> --description <what for>
    [--code <word>] [--max-uses <n>] [--ends-at <instant>]
promo-code.ts batch --by … --count <n> --days … --description … [--max-uses <n>] [--ends-at <instant>]
    prints the codes as CSV
promo-code.ts list --by … [<beginning of a code, or of words in a description>]
promo-code.ts on --by … <id>
promo-code.ts off --by … --reason <why> <id>
`;
const text = { type: "string" } as const;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    by: text,
    days: text,
    description: text,
    code: text,
    count: text,
    "max-uses": text,
    "ends-at": text,
    reason: text,
  },
});

async function findAdmin(): Promise<Viewer | null> {
  const found = await db().profile.findFirst({ where: { email: values.by ?? "", role: "ADMIN" } });
  if (found === null) return null;
  // What an admin does to codes concerns no workspace.
  const workspace = {
    id: found.id,
    name: "",
    role: "OWNER",
    trialEndsAt: null,
    entitlementVersion: 0,
  } as const;
  return {
    profileId: found.id,
    email: found.email,
    name: "",
    locale: "en",
    platformRole: found.role,
    // Whoever reaches the database needs no further proof.
    secondFactorAt: new Date(),
    workspace,
  };
}

const { days, description, count, code } = values;
const terms = { days, description, maxUses: values["max-uses"], endsAt: values["ends-at"] };

/** @throws Error naming what does not fit */
function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const { data, error } = schema.safeParse(input);
  if (error)
    throw new Error(error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"));
  return data;
}

async function run(admin: Viewer, [command, what = ""]: string[], now: Date): Promise<boolean> {
  switch (command) {
    case "create": {
      const made = await createPromoCode(db(), admin, parse(createBody, { ...terms, code }), now);
      process.stdout.write(`${showCode(made.code)}\n`);
      return true;
    }
    case "batch": {
      const { batchId } = await createPromoBatch(db(), admin, parse(batchBody, { ...terms, count }), now);
      process.stdout.write(await exportPromoBatch(db(), admin, batchId, now));
      return true;
    }
    case "list": {
      const query = listQuery.parse({ q: what, state: null, batch: null, after: null });
      for (const one of (await listPromoCodes(db(), admin, query, now)).rows) {
        const uses = `${one.uses}/${one.maxUses ?? "∞"}`;
        const state = one.isActive ? "on" : "off";
        process.stdout.write(
          `${one.id}  ${showCode(one.code)}  ${one.days} days  ${uses}  ${state}  ${one.description}\n`,
        );
      }
      return true;
    }
    case "on":
      await activatePromoCode(db(), admin, what, now);
      return true;
    case "off":
      await deactivatePromoCode(db(), admin, what, parse(reasonText, values.reason), now);
      return true;
    default:
      return false;
  }
}

try {
  const admin = await findAdmin();
  if (admin === null) throw new Error("--by has to name an admin");
  if (!(await run(admin, positionals, new Date()))) throw new Error(usage);
} catch (error) {
  const details = error instanceof Refusal ? ` ${JSON.stringify(error.details)}` : "";
  process.stderr.write(`${error instanceof Error ? error.message : error}${details}\n`);
  process.exitCode = 1;
} finally {
  await pool().end();
}
