import { z } from "zod";
import { recompute } from "../src/lib/usage/recompute.ts";
import { pool } from "../src/platform/db/pool.ts";
import { db } from "../src/platform/db/prisma.ts";

/** Makes a workspace's sums of usage again from the records, in the database of DATABASE_URL. */
const usage = "usage.ts recompute <id of a workspace>\n";

const [command, id] = process.argv.slice(2);
const workspaceId = z.uuid().safeParse(id);
try {
  if (command === "recompute" && workspaceId.success) {
    const { period, used, mended } = await recompute(db(), workspaceId.data, new Date());
    const counted = Object.entries(used).map(([meter, count]) => `  ${meter}: ${count}\n`);
    process.stdout.write(
      `Since ${period.start.toISOString()}:\n${counted.join("")}Sums by day that were mended: ${mended}\n`,
    );
  } else {
    process.stderr.write(usage);
    process.exitCode = 1;
  }
} finally {
  await pool().end();
}
