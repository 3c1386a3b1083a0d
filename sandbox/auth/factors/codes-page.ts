import type { Pool } from "pg";
import { escapeHtml, isLocalHost, localPage } from "../../local-page.ts";
import { codeOf } from "./code-of.ts";

/** Where the stand-in shows the codes. */
export const codesPath = "/codes";

/**
 * What everybody's authenticator app would show now: so the second factor can be tried on this
 * machine without one.
 * @param host as the request names this place
 */
export async function codesPage(pool: Pool, host: string | undefined): Promise<Response> {
  if (!isLocalHost(host)) return new Response("Only on this machine.", { status: 403 });
  const { rows } = await pool.query(
    `SELECT u.email, f.secret, f.status FROM auth.mfa_factors f JOIN auth.users u ON u.id = f.user_id
     ORDER BY f.created_at DESC LIMIT 50`,
  );
  const lines = rows.map(
    ({ email, secret, status }) =>
      `<dt>${escapeHtml(email)}${status === "verified" ? "" : " (not confirmed yet)"}</dt><dd><strong>${codeOf(secret)}</strong></dd>`,
  );
  const body =
    lines.length === 0
      ? "<p>Nobody has set up a second factor yet. Begin on the page that asks for one, then look here.</p>"
      : `<p>A code counts once and is new every half minute. This page loads itself anew.</p><dl>${lines.join("")}</dl>`;
  const page = localPage("Codes of second factors", body, '<meta http-equiv="refresh" content="5">');
  const headers = { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" };
  return new Response(page, { headers });
}
