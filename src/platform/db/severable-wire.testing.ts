import { createServer, connect as dial, type Server, type Socket } from "node:net";

export type SeverableWire = {
  /** The database's address as it is reached through the wire. */
  url: string;
  /** Cuts every connection and refuses new ones. */
  sever: () => Promise<void>;
  /** Lets connections be, but passes nothing on any more: a peer that died silently. */
  freeze: () => void;
  mend: () => Promise<void>;
  close: () => Promise<void>;
};

/** A TCP connection to a database that tests can cut, for how the product lives without it. */
export async function severableWire(databaseUrl: string): Promise<SeverableWire> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let isFrozen = false;
  let server: Server | null = null;
  let port = 0;

  async function open(): Promise<void> {
    server = createServer((near) => {
      const far = dial(Number(target.port), target.hostname);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(from);
        from.on("data", (data) => {
          if (!isFrozen) to.write(data);
        });
        from.on("error", () => {});
        from.on("close", () => {
          sockets.delete(from);
          to.destroy();
        });
      }
    });
    const listening = server;
    await new Promise<void>((resolve) => listening.listen(port, "127.0.0.1", () => resolve()));
    const address = listening.address();
    if (address !== null && typeof address === "object") port = address.port;
  }

  async function sever(): Promise<void> {
    const closing = server;
    server = null;
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => (closing ? closing.close(() => resolve()) : resolve()));
  }

  await open();
  const near = new URL(databaseUrl);
  near.hostname = "127.0.0.1";
  near.port = String(port);
  return {
    url: near.href,
    sever,
    freeze: () => {
      isFrozen = true;
    },
    mend: async () => {
      isFrozen = false;
      if (server === null) await open();
    },
    close: sever,
  };
}
