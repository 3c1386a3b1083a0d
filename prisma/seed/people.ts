/** Demo people by the word before the @; their passwords are made for each sandbox. */
export const demoDomain = "demo.dynamicqr.test";

export type DemoPerson = {
  login: string;
  name: string;
  workspace: string;
  role: "USER" | "ADMIN";
  /** Days from now until the trial ends; a negative one has ended. */
  trialDays: number;
};

export const demoPeople: DemoPerson[] = [
  { login: "free", name: "Freya Larsen", workspace: "Larsen Ceramics", role: "USER", trialDays: -30 },
  { login: "trial", name: "Tomasz Wójcik", workspace: "Piekarnia Wójcik", role: "USER", trialDays: 5 },
  { login: "pro", name: "Priya Nair", workspace: "Harbour Street Kitchen", role: "USER", trialDays: 3650 },
  { login: "affiliate", name: "Anders Holm", workspace: "Holm Media", role: "USER", trialDays: -10 },
  { login: "admin", name: "Ada Nowak", workspace: "DynamicQR", role: "ADMIN", trialDays: 3650 },
];

/** Who has a real subscription where the local Stripe runs; elsewhere a trial that ends far ahead stands for it. */
export const payingLogin = "pro";

export type DemoCode = {
  slug: string;
  name: string;
  destination: string;
  /** Scans on an ordinary day. */
  daily: number;
  state?: "paused" | "expired";
  expiresInDays?: number;
};

export const proCodes: DemoCode[] = [
  { slug: "hsk-menu", name: "Table menu", destination: "https://example.com/menu", daily: 46 },
  { slug: "hsk-wine", name: "Wine list", destination: "https://example.com/wine", daily: 21 },
  {
    slug: "hsk-book",
    name: "Window sticker: book a table",
    destination: "https://example.com/book",
    daily: 17,
  },
  { slug: "hsk-wifi", name: "Guest Wi-Fi card", destination: "https://example.com/wifi", daily: 12 },
  {
    slug: "hsk-review",
    name: "Receipt: leave a review",
    destination: "https://example.com/review",
    daily: 9,
  },
  { slug: "hsk-allergens", name: "Allergen sheet", destination: "https://example.com/allergens", daily: 6 },
  { slug: "hsk-jobs", name: "Kitchen jobs poster", destination: "https://example.com/jobs", daily: 3 },
  { slug: "hsk-van", name: "Delivery van", destination: "https://example.com/order", daily: 8 },
  { slug: "hsk-gift", name: "Gift voucher leaflet", destination: "https://example.com/gift", daily: 4 },
  {
    slug: "hsk-market",
    name: "Saturday market stall",
    destination: "https://example.com/market",
    daily: 7,
    expiresInDays: 3,
  },
  {
    slug: "hsk-summer",
    name: "Summer terrace flyer",
    destination: "https://example.com/summer",
    daily: 5,
    state: "expired",
  },
  {
    slug: "hsk-brunch",
    name: "Brunch test, February",
    destination: "https://example.com/brunch",
    daily: 2,
    state: "paused",
  },
];

export const fewCodes: Record<string, DemoCode[]> = {
  free: [{ slug: "larsen-shop", name: "Shop tag", destination: "https://example.com/larsen", daily: 2 }],
  trial: [
    { slug: "wojcik-oferta", name: "Oferta dnia", destination: "https://example.com/oferta", daily: 3 },
  ],
  pro: proCodes,
};
