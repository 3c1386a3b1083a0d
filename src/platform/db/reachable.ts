import type { Pool } from "pg";

/** Whether Postgres answers a trivial query within `withinMs`. */
export async function isReachable(pool: Pool, withinMs = 1_000): Promise<boolean> {
  const query = { text: "SELECT 1", query_timeout: withinMs };
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), withinMs);
  });
  const asked = pool.query(query).then(
    () => true,
    () => false,
  );
  const answer = await Promise.race([asked, tooLate]);
  clearTimeout(timer);
  return answer;
}
