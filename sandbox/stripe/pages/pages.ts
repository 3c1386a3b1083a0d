import type { Context } from "../context.ts";

export type PageCall = {
  method: string;
  path: string;
  query: URLSearchParams;
  form: Record<string, unknown>;
};
export type PageAnswer = { status: number; headers: Record<string, string>; body: string | Buffer };

export async function answerPage(_ctx: Context, _call: PageCall): Promise<PageAnswer> {
  return { status: 404, headers: {}, body: "" };
}
