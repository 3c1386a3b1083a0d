import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { redeemPromo } from "#lib/promo/redemption.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { problem } from "#platform/http/problem.ts";
import { Refusal } from "#shared/errors.ts";

// Redeems for whomever it is told, and answers as the product's route does: a process that can be
// killed in a second and is there again in the next.
export type Try = { viewer: Viewer; code: string; address: string };

async function answer({ viewer, code, address }: Try): Promise<{ status: number; body: string }> {
  try {
    const redeemed = await redeemPromo(db(), viewer, code, address, new Date());
    return { status: 200, body: JSON.stringify(redeemed) };
  } catch (error) {
    return problem(error instanceof Refusal ? error : new Refusal("internal", {}, { cause: error }));
  }
}

const server = createServer(async (request, response) => {
  // SAFETY: only the drill writes to it.
  const { status, body } = await answer(JSON.parse(await text(request)) as Try);
  response.writeHead(status).end(body);
});
server.listen(Number(process.env.PORT ?? 0), "127.0.0.1", () => process.send?.({ kind: "listening" }));
process.once("disconnect", () => process.exit(0));
