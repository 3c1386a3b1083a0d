import type { Instrumentation } from "next";

/**
 * One line in the log for what a page, route or action could not handle, under the digest that the
 * reader was shown. Next's own print of many lines is switched off where the server starts it.
 */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  // The Edge runtime of the middleware has no log of ours; nothing there throws on purpose.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { log } = await import("#platform/log/log.ts");
  const { failureFacts, isFirst } = await import("#platform/log/failure-facts.ts");
  if (!isFirst(error)) return;
  log().error({ err: error, ...failureFacts(error, request, context) }, "a request failed");
};
