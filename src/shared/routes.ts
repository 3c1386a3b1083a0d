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
  dashboard: "/dashboard",
  newCode: "/dashboard/codes/new",
  code: (id: string) => `/dashboard/codes/${id}`,
  settings: "/dashboard/settings",
  billing: "/dashboard/billing",
  /** What stands before a slug. */
  shortLinks: "/r/",
  shortLink: (slug: string) => `/r/${slug}`,
  api: {
    invoicePdf: (id: string) => `/api/billing/invoices/${id}/pdf`,
    codes: "/api/codes",
    code: (id: string) => `/api/codes/${id}`,
    codeImage: (id: string) => `/api/codes/${id}/image`,
    checkout: "/api/billing/checkout",
    portal: "/api/billing/portal",
    runJobs: "/api/jobs/run",
    health: "/api/health",
    ready: "/api/ready",
    metrics: "/api/metrics",
    /** Called by other servers, which prove themselves by a signature. */
    webhooks: "/api/webhooks/",
  },
} as const;
