/** The process lives. It says nothing of what it depends on: restarting it would not help there. */
export function GET(): Response {
  return Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } });
}
