import http from "node:http";
import https from "node:https";

const agents = {
  http: new http.Agent({ keepAlive: true, maxSockets: 50 }),
  https: new https.Agent({ keepAlive: true, maxSockets: 50 }),
};
const mostBytes = 100_000;

/** Posts and reads the answer; no redirect is followed. Throws when there is none within `timeoutMs`. */
export function post(
  url: string,
  message: { headers: Record<string, string>; body: string },
  options: { timeoutMs: number; signal: AbortSignal },
): Promise<{ status: number; answer: string }> {
  const isSecure = url.startsWith("https:");
  const send = isSecure ? https.request : http.request;
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      {
        method: "POST",
        agent: isSecure ? agents.https : agents.http,
        headers: { ...message.headers, "Content-Length": Buffer.byteLength(message.body) },
        signal: options.signal,
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on("data", (chunk: Buffer) => {
          size += chunk.length;
          if (size <= mostBytes) chunks.push(chunk);
        });
        response.on("error", reject);
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, answer: Buffer.concat(chunks).toString("utf8") }),
        );
      },
    );
    const late = setTimeout(
      () => request.destroy(new Error(`No answer within ${options.timeoutMs} ms`)),
      options.timeoutMs,
    );
    request.on("close", () => clearTimeout(late));
    request.on("error", reject);
    request.end(message.body);
  });
}
