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
  /** A discount code; looking at the address uses nothing. */
  code?: string | undefined;
};

function withPurchase(path: string, { plan, interval, currency, code }: Purchase): string {
  const given = Object.entries({ plan, interval, currency, code }).flatMap(([name, value]) =>
    value ? [[name, value]] : [],
  );
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}

function withQuery(path: string, query: Record<string, string>): string {
  return Object.keys(query).length > 0 ? `${path}?${new URLSearchParams(query)}` : path;
}

const asTexts = (counts: Record<string, number>) =>
  Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)]));

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
  activity: (query: Record<string, string> = {}) => withQuery("/dashboard/settings/activity", query),
  billing: "/dashboard/billing",
  admin: "/admin",
  adminSignUps: "/admin/sign-ups",
  adminAttention: "/admin/attention",
  adminRevenue: "/admin/revenue",
  adminRevenueFor: (query: Record<string, string> = {}) => withQuery("/admin/revenue", query),
  /** The rows that a figure counts. */
  adminRevenueRows: (query: Record<string, string> = {}) => withQuery("/admin/revenue/rows", query),
  adminUsers: (query: Record<string, string> = {}) => withQuery("/admin/users", query),
  adminPromo: (query: Record<string, string> = {}) => withQuery("/admin/promo", query),
  adminNewPromo: "/admin/promo/new",
  adminPromoCode: (id: string, query: Record<string, string> = {}) => withQuery(`/admin/promo/${id}`, query),
  adminDiscounts: (query: Record<string, string> = {}) => withQuery("/admin/promo/discounts", query),
  adminNewDiscount: "/admin/promo/discounts/new",
  adminDiscount: (id: string, query: Record<string, string> = {}) =>
    withQuery(`/admin/promo/discounts/${id}`, query),
  adminWaivers: (query: Record<string, string> = {}) => withQuery("/admin/waivers", query),
  adminOverrides: (query: Record<string, string> = {}) => withQuery("/admin/overrides", query),
  adminApiKeys: (query: Record<string, string> = {}) => withQuery("/admin/api-keys", query),
  /** A person, and of their workspaces the given one. */
  adminUser: (id: string, workspaceId?: string) =>
    `/admin/users/${id}${workspaceId ? `?${new URLSearchParams({ workspace: workspaceId })}` : ""}`,
  /** Where the second factor is set up, shown and removed, with the page to go on to. */
  secondFactor: (next?: string | null) =>
    `/admin/second-factor${next ? `?${new URLSearchParams({ next })}` : ""}`,
  /** Stripe's deliveries, by filters, with what became of a replay. */
  adminWebhooks: (filters: Record<string, string> = {}, counts: Record<string, number> = {}) =>
    withQuery("/admin/webhooks", { ...filters, ...asTexts(counts) }),
  adminWebhook: (id: string, counts: Record<string, number> = {}) =>
    withQuery(`/admin/webhooks/${id}`, asTexts(counts)),
  adminAudit: (filters: Record<string, string> = {}) => withQuery("/admin/audit", filters),
  adminSystem: "/admin/system",
  /** The console after a replay, with what became of it. */
  adminReplayed: (counts: Record<string, number>) =>
    `/admin/attention?${new URLSearchParams(Object.entries(counts).map(([name, count]) => [name, String(count)]))}`,
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
    reconciliation: "/api/admin/console/reconciliation",
    revenueRows: (query: Record<string, string>) => withQuery("/api/admin/console/revenue/rows", query),
    promoBatchExport: (batchId: string) => `/api/admin/console/promo-batches/${batchId}/export`,
    auditExport: (filters: Record<string, string>) => withQuery("/api/admin/console/audit/export", filters),
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
    previewDiscount: "/api/billing/discount/preview",
    exportAccount: (id: string) => `/api/admin/console/users/${id}/export`,
    runJobs: "/api/jobs/run",
    health: "/api/health",
    ready: "/api/ready",
    metrics: "/api/metrics",
    /** Called by other servers, which prove themselves by a signature. */
    webhooks: "/api/webhooks/",
  },
} as const;
