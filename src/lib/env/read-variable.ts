/** Older names of Supabase's, still read where the newer one is not set. */
export const olderNames: Record<string, string> = {
  SUPABASE_PUBLISHABLE_KEY: "SUPABASE_ANON_KEY",
  SUPABASE_SECRET_KEY: "SUPABASE_SERVICE_ROLE_KEY",
};

/**
 * One variable as every part of the product reads it, the middleware on the Edge runtime too:
 * trimmed, under its older name where it has one, and undefined when it is empty, as most
 * hosting panels leave what is not set.
 */
export function readVariable(record: Record<string, string | undefined>, name: string): string | undefined {
  return record[name]?.trim() || record[olderNames[name] ?? ""]?.trim() || undefined;
}
