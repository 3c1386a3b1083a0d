const outageCodes = new Set([
  // Prisma: cannot reach, timed out reaching, closed the connection, pool timed out.
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
  // Postgres: shutting down, crashed, starting up, too many connections, connection failures.
  "57P01",
  "57P02",
  "57P03",
  "53300",
  "08000",
  "08001",
  "08003",
  "08004",
  "08006",
  // The socket.
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
]);

const outageTexts =
  /connection terminated|timeout exceeded when trying to connect|cannot reach database|connection ended/i;

/** Whether an error says that the database (or the network to it) is away, at any depth of its causes. */
export function isOutage(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const { code } = at as { code?: unknown };
    if (typeof code === "string" && outageCodes.has(code)) return true;
    if (at instanceof AggregateError && at.errors.some(isOutage)) return true;
    if (outageTexts.test(at.message)) return true;
  }
  return false;
}
