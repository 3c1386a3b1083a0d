/**
 * How the session's cookies are set, by the middleware and by the pages alike. Scripts never
 * need them: every call to Supabase is made on the server.
 */
export function sessionCookieOptions(appUrl: string) {
  return {
    httpOnly: true,
    sameSite: "lax",
    secure: appUrl.startsWith("https:"),
    path: "/",
  } as const;
}
