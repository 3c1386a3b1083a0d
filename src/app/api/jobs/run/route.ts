import { env } from "#lib/env/server.ts";
import { requireJobsSecret } from "#lib/jobs/authorize.ts";
import { dueJobs } from "#lib/jobs/due-jobs.ts";
import { recorded } from "#lib/jobs/record-run.ts";
import { runDueJobs } from "#lib/jobs/run-due-jobs.ts";
import { db } from "#platform/db/prisma.ts";
import { route } from "#platform/next/route.ts";
import { secondMs } from "#shared/time.ts";

/** Platforms let a request live for half a minute or more. */
const withinMs = 25 * secondMs;
export const maxDuration = 30;

/** For the cron of a platform where no process of ours lives on. */
export const { GET, POST, PUT, PATCH, DELETE } = route({
  async POST(request) {
    requireJobsSecret(request.headers.get("authorization"), env().JOBS_SECRET);
    const report = await runDueJobs(
      dueJobs().map((job) => recorded(db, job)),
      withinMs,
    );
    return Response.json(report, {
      status: report.failed.length > 0 ? 500 : 200,
      headers: { "cache-control": "no-store" },
    });
  },
});
