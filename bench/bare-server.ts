import { createServer } from "node:http";

// The yardstick: Node's own server that gives everybody the answer which a cached code gets.
const headers = [
  ...["Location", "https://example.com/landing/123"],
  ...["Cache-Control", "private, no-store"],
  ...["Content-Length", "0"],
  ...["X-Content-Type-Options", "nosniff"],
  ...["Referrer-Policy", "strict-origin-when-cross-origin"],
];

const server = createServer({ keepAliveTimeout: 65_000, noDelay: true }, (_req, res) => {
  res.writeHead(302, headers).end();
});
server.listen(Number(process.env.PORT), "127.0.0.1", () => process.send?.({ kind: "listening" }));
process.once("disconnect", () => process.exit(0));
