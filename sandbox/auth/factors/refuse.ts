/** A refusal in Supabase Auth's own form. */
export function refuse(code: number, error_code: string, msg: string): Response {
  return Response.json({ code, error_code, msg }, { status: code });
}
