// `next dev` looks for the middleware beside `app`; the build takes the one at the top level.
export { default } from "../middleware.ts";

export const config = { matcher: ["/((?!_next/static|r/).*)"] };
