import { Refusal } from "#shared/errors.ts";

/** The longest JSON body that is read. */
const maxBodyBytes = 64 * 1024;

/** @throws Refusal `payload_too_large` */
export async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Not cancelled when it is too long: of a request that was copied that would wait for the other one.
  for await (const chunk of request.body?.values({ preventCancel: true }) ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBodyBytes) throw new Refusal("payload_too_large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
