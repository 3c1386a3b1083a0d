// `next dev` looks for the middleware beside `app`; the build takes the one at the top level.
import middleware from "../middleware.ts";

export default middleware;
export const config = { matcher: ["/((?!_next/static|r/|api/webhooks/).*)"] };
