import { after, NextResponse } from "next/server";
import { env } from "#lib/env/server.ts";
import { redirects } from "#lib/redirects/runtime.ts";
import { securityHeaders } from "#shared/security-headers.ts";

// Only where no server of ours stands in front, on a serverless platform: the same path, with
// the scan written before the platform freezes the process.
async function visit(request: Request, { params }: { params: Promise<{ slug: string }> }) {
  const path = redirects();
  const { status, headers, body } = await path.answer({
    segment: (await params).slug,
    isHead: request.method === "HEAD",
    header: (name) => request.headers.get(name) ?? undefined,
    socketAddress: undefined,
  });
  after(() => path.recorder.flush());
  const common = securityHeaders(env().APP_URL.startsWith("https:"));
  const answer = new NextResponse(body === "" ? null : body, { status, headers: common });
  for (let at = 0; at < headers.length; at += 2) answer.headers.set(headers[at] ?? "", headers[at + 1] ?? "");
  return answer;
}

export const GET = visit;
export const HEAD = visit;
