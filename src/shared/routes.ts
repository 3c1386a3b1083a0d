type FormWay = {
  /** By a link in a mail, without a password. */
  byLink?: boolean;
  /** The page to go on to. */
  next?: string | null;
};

/** A form of signing in or up, the way it is wanted. */
function form(path: string, { byLink, next }: FormWay): string {
  const query = new URLSearchParams({ ...(byLink ? { with: "link" } : {}), ...(next ? { next } : {}) });
  return query.size > 0 ? `${path}?${query}` : path;
}

/** A purchase as addresses carry it: on the price list, through sign-up, to the billing page. */
type Purchase = {
  plan?: string | undefined;
  interval?: string | undefined;
  currency?: string | undefined;
};

function withPurchase(path: string, { plan, interval, currency }: Purchase): string {
  const given = Object.entries({ plan, interval, currency }).flatMap(([name, value]) =>
    value ? [[name, value]] : [],
  );
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}

/** Every address of the product, without the language's prefix. No other file spells one out. */
export const routes = {
  home: "/",
  signIn: "/sign-in",
  signUp: "/sign-up",
  signInForm: (way: FormWay) => form("/sign-in", way),
  signUpForm: (way: FormWay) => form("/sign-up", way),
  forgotPassword: "/forgot-password",
  newPassword: "/new-password",
  confirm: "/auth/confirm",
  /** All that is left to see of an account that is to be deleted. */
  leaving: "/leaving",
  /** All that is left to see of an account that an admin has paused. */
  paused: "/paused",
  dashboard: "/dashboard",
  newCode: "/dashboard/codes/new",
  code: (id: string) => `/dashboard/codes/${id}`,
  analytics: "/dashboard/analytics",
  analyticsFor: (query: Record<string, string>) => `/dashboard/analytics?${new URLSearchParams(query)}`,
  usage: "/dashboard/usage",
  settings: "/dashboard/settings",
  /** Where somebody chooses which mails about usage they get. */
  usageMails: "/dashboard/settings#usage-mails",
  apiKeys: "/dashboard/settings/api",
  billing: "/dashboard/billing",
  admin: "/admin",
  adminSignUps: "/admin/sign-ups",
  /** The console after a replay, with what became of it. */
  adminReplayed: (counts: Record<string, number>) =>
    `/admin?${new URLSearchParams(Object.entries(counts).map(([name, count]) => [name, String(count)]))}`,
  billingFor: (purchase: Purchase) => withPurchase("/dashboard/billing", purchase),
  billingHistory: (page: number) => `/dashboard/billing?page=${page}#history`,
  pricing: "/pricing",
  pricingFor: (purchase: Purchase) => withPurchase("/pricing", purchase),
  /** Links that carry a promo code; looking at one redeems nothing. */
  redeemLinks: "/redeem",
  redeem: (code: string) => `/redeem/${encodeURIComponent(code)}`,
  /** What stands before a slug. */
  shortLinks: "/r/",
  shortLink: (slug: string) => `/r/${slug}`,
  api: {
    invoicePdf: (id: string) => `/api/billing/invoices/${id}/pdf`,
    invoicePay: (id: string) => `/api/billing/invoices/${id}/pay`,
    paymentMethods: "/api/billing/payment-methods",
    restore: "/api/billing/restore",
    codes: "/api/codes",
    code: (id: string) => `/api/codes/${id}`,
    codeImage: (id: string) => `/api/codes/${id}/image`,
    analyticsExport: (query: Record<string, string>) => `/api/analytics/export?${new URLSearchParams(query)}`,
    usage: "/api/usage",
    entitlements: "/api/entitlements",
    featureCheck: "/api/feature-check",
    checkout: "/api/billing/checkout",
    portal: "/api/billing/portal",
    subscription: "/api/billing/subscription",
    previewChange: "/api/billing/subscription/preview",
    pendingChange: "/api/billing/subscription/pending",
    redeemPromo: "/api/promo/redeem",
    runJobs: "/api/jobs/run",
    health: "/api/health",
    ready: "/api/ready",
    metrics: "/api/metrics",
    /** Called by other servers, which prove themselves by a signature. */
    webhooks: "/api/webhooks/",
  },
} as const;
