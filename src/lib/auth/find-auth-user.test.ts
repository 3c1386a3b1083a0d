import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createClient } from "@supabase/supabase-js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Refusal } from "#shared/errors.ts";
import { findAuthUser } from "./find-auth-user.ts";

let supabase: Server;
let answer: (path: string, response: ServerResponse) => void;
let asked: string[];

beforeEach(async () => {
  asked = [];
  supabase = createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(request.url ?? "", response);
  }).listen(0, "127.0.0.1");
  await once(supabase, "listening");
});

afterEach(() => {
  supabase.closeAllConnections();
  supabase.close();
});

const user = { id: "00000000-0000-4000-8000-000000000001", aud: "authenticated", email: "a@example.com" };

/** A request whose cookies hold a session that ends in so many seconds. */
function openWith(expiresInSeconds: number) {
  return async (fetch: typeof globalThis.fetch) => {
    const session = {
      access_token: "a.b.c",
      refresh_token: "r",
      token_type: "bearer",
      expires_in: expiresInSeconds,
      expires_at: Math.floor(Date.now() / 1000) + expiresInSeconds,
      user,
    };
    // SAFETY: it listens on a port, not on a path.
    const { port } = supabase.address() as AddressInfo;
    const client = createClient(`http://127.0.0.1:${port}`, "sb_publishable_x", {
      auth: {
        autoRefreshToken: false,
        storage: { getItem: () => JSON.stringify(session), setItem: () => {}, removeItem: () => {} },
      },
      global: { fetch },
    });
    return client.auth;
  };
}

test("a Supabase that says nothing is waited for no longer than it may, and then asked no more", async () => {
  answer = () => {};
  const begun = performance.now();
  const refusal = await findAuthUser(openWith(-60), 200).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(Refusal);
  expect(refusal).toMatchObject({ code: "unavailable" });
  expect(performance.now() - begun).toBeLessThan(2_000);
  expect(asked).toHaveLength(1);
});

test("the same holds where the session has not run out", async () => {
  answer = () => {};
  await expect(findAuthUser(openWith(3600), 200)).rejects.toMatchObject({ code: "unavailable" });
});

test("a Supabase that answers in time says who it is", async () => {
  answer = (_, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(user));
  };
  expect(await findAuthUser(openWith(3600), 2_000)).toMatchObject({ user: { id: user.id } });
});

test("a session that Supabase no longer knows is nobody's", async () => {
  answer = (_, response) => {
    response.writeHead(403, { "content-type": "application/json" });
    response.end(JSON.stringify({ code: 403, error_code: "session_not_found", msg: "gone" }));
  };
  expect(await findAuthUser(openWith(3600), 2_000)).toBeNull();
});
