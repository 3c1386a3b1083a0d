import { createServerClient } from "@supabase/ssr";

export type Person = { email: string; password: string };

/** Signs a person in and gives the Cookie header that a browser would send. */
export async function signIn(
  supabase: { url: string; publishableKey: string },
  person: Person,
): Promise<string> {
  const jar = new Map<string, string>();
  const client = createServerClient(supabase.url, supabase.publishableKey, {
    cookies: {
      getAll: () => [...jar].map(([name, value]) => ({ name, value })),
      setAll(changes) {
        for (const { name, value } of changes) jar.set(name, value);
      },
    },
  });
  const { error } = await client.auth.signInWithPassword(person);
  if (error) throw error;
  return [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
}
