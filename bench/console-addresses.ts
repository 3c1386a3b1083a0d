import type pg from "pg";

/** Terms that a search of users is slow with, if it is slow with any. */
export const nastyTerms = [
  ...["a", "z", "7", "x", "ż", "Ł", "ja", "qx", "jan", "źró", "%", "_", "%%%", "nowak_", "100%", "\\", "'"],
  ...["gmail", "@gmail.example", "gmail.pl", "example", "erased", "firma77", "jan nowak", "Łucja Świątek"],
  ...[
    "nowak.jan",
    "1",
    "99999",
    "qqqqqq",
    "a".repeat(300),
    "00000000-0000-4000-8000-000000000000",
    "cus_nobody",
  ],
];

/** What stands in each place of an address that folders leave open, by a row of the middle. */
const samples: Record<string, string> = {
  "/admin/users/[id]":
    "SELECT p.id FROM profiles p JOIN workspace_access a ON a.profile_id = p.id WHERE a.source = 'subscription' ORDER BY p.created_at DESC LIMIT 1",
  "/admin/promo/[id]": "SELECT id FROM promo_codes ORDER BY uses DESC LIMIT 1",
  "/admin/promo/discounts/[id]": "SELECT id FROM discount_codes LIMIT 1",
  "/admin/webhooks/[id]": "SELECT id FROM webhook_events ORDER BY received_at DESC LIMIT 1",
};

/** Lists by what is hard about them: deep in them, and narrowed to what is rare, or common. */
const narrowed: Record<string, string[]> = {
  "/admin/users": [
    ...[
      "?q=a",
      "?q=nowak",
      "?q=erased",
      "?source=waiver",
      "?source=free",
      "?tier=enterprise",
      "?state=erased",
    ],
    ...["?state=paused", "?role=ADMIN", "?q=jan&source=subscription", "?from=2024-05-01&to=2024-05-02"],
    "?after=1735689600000_00000000-0000-4000-8000-000000000000",
    "?q=jan&after=1735689600000_00000000-0000-4000-8000-000000000000",
  ],
  "/admin/audit": ["?category=money", "?kind=admin", "?after=1769904000000_1000000"],
  "/admin/webhooks": ["?state=set_aside", "?type=invoice.paid"],
  "/admin/promo": ["?q=LARGE0001", "?state=inactive"],
  "/admin/waivers": ["?q=anna", "?state=live"],
  "/admin/overrides": ["?q=anna"],
};

/**
 * Every page of the console as it is asked for.
 * @throws Error for a page with an open place that nothing here fills
 */
export async function consoleAddresses(pool: pg.Pool, pages: readonly string[]): Promise<string[]> {
  const addresses: string[] = [];
  for (const page of pages) {
    const filled = page.includes("[") ? await fill(pool, page) : page;
    if (filled === null) console.log(`  ${page.padEnd(72)} nothing to show`);
    else addresses.push(filled, ...(narrowed[page] ?? []).map((query) => filled + query));
  }
  return addresses;
}

async function fill(pool: pg.Pool, page: string): Promise<string | null> {
  const query = samples[page];
  if (query === undefined)
    throw new Error(`${page} has an open place: say in console-addresses.ts what stands in it`);
  const { rows } = await pool.query<{ id: string }>(query);
  const id = rows[0]?.id;
  return id === undefined ? null : page.replace("[id]", id);
}
