/**
 * Whether one of the cookies carries a session, living or not: good enough for a link, proof of
 * nothing.
 */
export function hasSessionCookie(names: readonly string[]): boolean {
  return names.some((name) => /^sb-.+-auth-token(\.\d+)?$/.test(name));
}

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
