import { createHash } from "node:crypto";
import { readText } from "#platform/http/read-text.ts";
import { Refusal } from "#shared/errors.ts";
import { minuteMs } from "#shared/time.ts";

const header = "idempotency-key";
const shape = /^[ -~]{1,255}$/;

/**
 * By what a repeated call is known: the caller's `Idempotency-Key` together with all that the call
 * says, so that no other call passes for its repetition. What is read may be read anew: such a call
 * is the same for a minute.
 * @returns undefined where the caller gave none
 * @throws Refusal `validation` for one that cannot be kept, `payload_too_large`
 */
export async function retryKeyOf(request: Request, keyId: string, now: Date): Promise<string | undefined> {
  const given = request.headers.get(header);
  if (given === null) return undefined;
  if (!shape.test(given)) throw new Refusal("validation", { fields: { [header]: ["invalid"] } });
  const { pathname, search } = new URL(request.url);
  const said =
    request.method === "GET"
      ? Math.floor(now.getTime() / minuteMs)
      : // A copy: whoever answers reads it, too.
        await readText(request.clone());
  const parts = [keyId, given, request.method, pathname + search, said];
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
}
