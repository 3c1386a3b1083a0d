import type { Context } from "../context.ts";
import { answerCheckout } from "./checkout.ts";
import { html, type PageAnswer, type PageCall, page } from "./html.ts";
import { answerInvoice } from "./invoice.ts";
import { overviewPage } from "./overview.ts";
import { answerPortal } from "./portal.ts";

/** Everything a person opens: hosted pages, and the overview at the root. */
export async function answerPage(ctx: Context, call: PageCall): Promise<PageAnswer> {
  if (!["GET", "POST", "HEAD"].includes(call.method))
    return page("Not allowed", html`<p>Only GET and POST.</p>`, 405);
  const [first = "", second = "", third = "", fourth = ""] = call.path.split("/").slice(1);
  if (call.path === "/") return overviewPage(ctx);
  if (first === "c" && second === "pay") return answerCheckout(ctx, third, fourth, call);
  if (first === "p" && second === "session") return answerPortal(ctx, third, call);
  if (first === "i") return answerInvoice(ctx, second, third, call);
  return page("Not found", html`<p>Nothing here.</p>`, 404);
}
