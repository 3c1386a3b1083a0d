import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createSocketServer } from "node:net";
import { expect, test } from "vitest";
import { fetchWithin } from "./fetch-within.ts";

async function listening(server: ReturnType<typeof createServer | typeof createSocketServer>) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // SAFETY: it listens on a port, not on a path.
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

test("a server that never answers is given up, whatever signal the caller brought", async () => {
  const silent = createSocketServer();
  const url = await listening(silent);
  const asked = fetchWithin(20)(url, { signal: new AbortController().signal });
  await expect(asked).rejects.toThrow(/timeout/i);
  silent.close();
});

test("a body that never ends is given up too", async () => {
  const endless = createServer((_req, res) => void res.write("a"));
  const answer = await fetchWithin(200)(await listening(endless));
  await expect(answer.text()).rejects.toThrow(/timeout/i);
  endless.closeAllConnections();
  endless.close();
});
