import { route } from "#platform/next/route.ts";

/** The process lives. It says nothing of what it depends on: restarting it would not help there. */
export const { GET, POST, PUT, PATCH, DELETE } = route({
  GET: async () => Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } }),
});
