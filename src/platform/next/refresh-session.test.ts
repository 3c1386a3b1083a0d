import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { NextRequest, NextResponse } from "next/server";
import { afterEach, beforeEach, expect, test } from "vitest";
import { refreshSession } from "./refresh-session.ts";

let supabase: Server;
let asked: IncomingMessage[] = [];
let answer: (res: ServerResponse) => void = () => {};

beforeEach(async () => {
  asked = [];
  supabase = createServer((req, res) => {
    asked.push(req);
    answer(res);
  }).listen(0, "127.0.0.1");
  await once(supabase, "listening");
  // SAFETY: it listens on a port, not on a path.
  const { port } = supabase.address() as AddressInfo;
  Object.assign(process.env, {
    SUPABASE_URL: ` http://127.0.0.1:${port} `,
    // As a hosting panel leaves a variable that was not filled in.
    SUPABASE_PUBLISHABLE_KEY: "",
    SUPABASE_ANON_KEY: "older-name ",
    APP_URL: " https://qr.example.com",
  });
});

afterEach(() => {
  supabase.closeAllConnections();
  supabase.close();
});

const user = { id: "00000000-0000-4000-8000-000000000001", aud: "authenticated", email: "a@example.com" };
const session = (token: string, expiresInSeconds: number) => ({
  access_token: token,
  refresh_token: "r",
  token_type: "bearer",
  expires_in: expiresInSeconds,
  expires_at: Math.floor(Date.now() / 1000) + expiresInSeconds,
  user,
});

/** A request whose session has run out, and so has to be renewed. */
function expired(): NextRequest {
  const value = Buffer.from(JSON.stringify(session("old", -60))).toString("base64url");
  return new NextRequest("https://qr.example.com/dashboard", {
    headers: { cookie: `sb-127-auth-token=base64-${value}` },
  });
}

test("a session that ran out is renewed, by variables read as the server reads them", async () => {
  answer = (res) => {
    res.setHeader("content-type", "application/json");
    res.end(JSON.stringify(session("new", 3600)));
  };
  const apply = await refreshSession(expired());
  const response = NextResponse.next();
  apply(response);
  expect(asked[0]?.headers.apikey).toBe("older-name");
  const [cookie] = response.cookies.getAll();
  expect(cookie).toMatchObject({ name: "sb-127-auth-token", httpOnly: true, secure: true });
});

test("a Supabase that never answers holds a page up no longer than it may", async () => {
  answer = () => {};
  const apply = await refreshSession(expired(), 100);
  expect(asked).toHaveLength(1);
  const response = NextResponse.next();
  apply(response);
  expect(response.cookies.getAll()).toEqual([]);
});

test("once a page was let go, nothing uses its refresh token up any more", async () => {
  const tried: string[] = [];
  const plainFetch = globalThis.fetch;
  // Sees what the client still tries, which no longer reaches the wire.
  globalThis.fetch = (input, init) => {
    tried.push(init?.signal?.aborted ? "too late" : "in time");
    return plainFetch(input, init);
  };
  answer = () => {};
  await refreshSession(expired(), 50);
  await expect.poll(() => tried).toEqual(expect.arrayContaining(["too late"]));
  globalThis.fetch = plainFetch;
  expect(tried.filter((when) => when === "in time")).toHaveLength(1);
  expect(asked).toHaveLength(1);
});

test("without a session nobody is asked", async () => {
  await refreshSession(new NextRequest("https://qr.example.com/"));
  expect(asked).toEqual([]);
});
