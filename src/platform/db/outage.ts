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
  // Prisma's adapter, in its own words.
  "DatabaseNotReachable",
  "ConnectionClosed",
  "SocketTimeout",
  "TooManyConnections",
]);

const outageTexts =
  /connection terminated|timeout exceeded when trying to connect|cannot reach database|connection ended/i;

const busyCodes = new Set([
  // Prisma: a transaction did not begin or end in time; two stood in each other's way.
  "P2028",
  "P2034",
  // Postgres: serialization failure, deadlock, a lock or a statement that took too long.
  "40001",
  "40P01",
  "55P03",
  "57014",
  // Prisma's adapter, in its own words.
  "TransactionWriteConflict",
]);

/** Whether an error says that the database (or the network to it) is away, at any depth of its causes. */
export function isOutage(error: unknown): boolean {
  return isAnywhere(error, (at) => hasCode(at, outageCodes) || outageTexts.test(at.message));
}

/** Whether an error says that the database had too much to do at once; nothing was changed. */
export function isBusy(error: unknown): boolean {
  return isAnywhere(error, (at) => hasCode(at, busyCodes));
}

function isAnywhere(error: unknown, test: (at: Error) => boolean): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (test(at)) return true;
    if (at instanceof AggregateError && at.errors.some((one) => isAnywhere(one, test))) return true;
  }
  return false;
}

/** Its own code, or what Prisma keeps inside where it has none: Postgres's code, its adapter's word. */
function hasCode(error: Error, codes: ReadonlySet<string>): boolean {
  const { code, meta } = error as { code?: unknown; meta?: { driverAdapterError?: { cause?: unknown } } };
  const inside = meta?.driverAdapterError?.cause as { originalCode?: unknown; kind?: unknown } | undefined;
  return [code, inside?.originalCode, inside?.kind].some((one) => typeof one === "string" && codes.has(one));
}
