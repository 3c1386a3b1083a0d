import { NextRequest, NextResponse } from "next/server";
import createIntlMiddleware from "next-intl/middleware";
import { routing } from "./src/i18n/routing.ts";
import { readVariable } from "./src/lib/env/read-variable.ts";
import { refreshSession } from "./src/platform/next/refresh-session.ts";
import { contentSecurityPolicy } from "./src/shared/content-security-policy.ts";
import { signUpCookieName, signUpCookieOptions } from "./src/shared/sign-up-cookie.ts";

// Language, session refresh, the nonce and the mark of a new browser: nothing here protects anything. Access is decided
// beside the data. Stripe's deliveries have neither language nor session and come by the hundred: they pass it by.
// `src/middleware.ts` repeats the matcher for `next dev`; a test compares them.
export const config = { matcher: ["/((?!_next/static|r/|api/webhooks/).*)"] };

const localize = createIntlMiddleware(routing);

/** What has no language: the API, Next's own paths and the files at the top. */
const withoutLanguage = /^\/(?:api\/|_next\/|(?:favicon\.ico|icon\.svg|apple-icon\.png|robots\.txt)$)/;

const signUpPage = /^(?:\/pl)?\/sign-up$/;

export default async function middleware(request: NextRequest): Promise<NextResponse> {
  const applyRefreshedSession = await refreshSession(request);

  const nonce = btoa(crypto.randomUUID());
  const appUrl = readVariable(process.env, "APP_URL") ?? "";
  const policy = contentSecurityPolicy(nonce, appUrl.startsWith("https:"));
  const headers = new Headers(request.headers);
  // Next reads the nonce of its own scripts from the policy.
  headers.set("content-security-policy", policy);

  const response = withoutLanguage.test(request.nextUrl.pathname)
    ? NextResponse.next({ request: { headers } })
    : localize(new NextRequest(request, { headers }));

  response.headers.set("content-security-policy", policy);
  applyRefreshedSession(response);
  if (signUpPage.test(request.nextUrl.pathname) && !request.cookies.has(signUpCookieName)) {
    response.cookies.set(signUpCookieName, crypto.randomUUID(), signUpCookieOptions(appUrl));
  }
  return response;
}
