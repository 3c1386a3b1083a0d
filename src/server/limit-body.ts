import type { IncomingMessage } from "node:http";

/** More than any form or upload of ours needs; handlers have tighter limits of their own. */
const maxBodyBytes = 2 * 1024 * 1024;

/**
 * Bounds what a request may send. A length that is announced is judged at once; without one the
 * bytes are counted as they come, and the connection is cut at the limit.
 * @returns whether the request may go on
 */
export function limitBody(req: IncomingMessage, limit = maxBodyBytes): boolean {
  const announced = req.headers["content-length"];
  if (announced !== undefined) return Number(announced) <= limit;
  if (req.headers["transfer-encoding"] === undefined) return true;
  let bytes = 0;
  const push = req.push.bind(req);
  req.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
    bytes += chunk?.length ?? 0;
    if (bytes > limit) {
      req.destroy();
      return false;
    }
    return push(chunk, encoding);
  };
  return true;
}
