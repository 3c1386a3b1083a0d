import { parseArgs } from "node:util";
import { reasonText } from "../src/lib/admin/reason.ts";
import { forgetSecondFactor } from "../src/lib/admin/remove-second-factor.ts";
import { authAdmin } from "../src/lib/auth/delete-user.ts";
import { pool } from "../src/platform/db/pool.ts";
import { db } from "../src/platform/db/prisma.ts";
import { Refusal } from "../src/shared/errors.ts";

/** For an admin who has lost their second factor, and nobody is left to remove it in the console. */
const usage = "second-factor.ts reset --reason <why> <e-mail>\n";
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { reason: { type: "string" } },
});

async function run([command, email]: string[]): Promise<string> {
  const { data: reason } = reasonText.safeParse(values.reason);
  if (command !== "reset" || email === undefined || reason === undefined) throw new Error(usage);
  const found = await db().profile.findFirst({ where: { email: email.toLowerCase() }, select: { id: true } });
  if (found === null) throw new Error(`nobody has the address ${email}`);
  const removal = { profileId: found.id, reason, actor: "operator" };
  await forgetSecondFactor({ db: db(), admin: authAdmin().mfa }, removal, new Date());
  return `The second factor of ${email} is removed. They set up a new one where the console asks for it.\n`;
}

try {
  process.stdout.write(await run(positionals));
} catch (error) {
  const isNone = error instanceof Refusal && error.code === "conflict";
  process.stderr.write(isNone ? "There is no second factor to remove.\n" : `${(error as Error).message}\n`);
  process.exitCode = 1;
} finally {
  await pool().end();
}
