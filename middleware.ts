import { NextRequest, NextResponse } from "next/server";
import createIntlMiddleware from "next-intl/middleware";
import { routing } from "./src/i18n/routing.ts";
import { readVariable } from "./src/lib/env/read-variable.ts";
import { refreshSession } from "./src/platform/next/refresh-session.ts";
import { contentSecurityPolicy } from "./src/shared/content-security-policy.ts";

// Language, session refresh and the nonce: nothing here protects anything. Access is decided
// beside the data. `src/middleware.ts` repeats the matcher for `next dev`; a test compares them.
export const config = { matcher: ["/((?!_next/static|r/).*)"] };

const localize = createIntlMiddleware(routing);

/** What has no language: the API, Next's own paths and the files at the top. */
const withoutLanguage = /^\/(?:api\/|_next\/|(?:favicon\.ico|icon\.svg|apple-icon\.png|robots\.txt)$)/;

export default async function middleware(request: NextRequest): Promise<NextResponse> {
  const applyRefreshedSession = await refreshSession(request);

  const nonce = btoa(crypto.randomUUID());
  const isSecure = (readVariable(process.env, "APP_URL") ?? "").startsWith("https:");
  const policy = contentSecurityPolicy(nonce, isSecure);
  const headers = new Headers(request.headers);
  // Next reads the nonce of its own scripts from the policy.
  headers.set("content-security-policy", policy);

  const response = withoutLanguage.test(request.nextUrl.pathname)
    ? NextResponse.next({ request: { headers } })
    : localize(new NextRequest(request, { headers }));

  response.headers.set("content-security-policy", policy);
  applyRefreshedSession(response);
  return response;
}
