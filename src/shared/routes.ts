/** Every address of the product, without the language's prefix. No other file spells one out. */
export const routes = {
  home: "/",
  signIn: "/sign-in",
  signUp: "/sign-up",
  forgotPassword: "/forgot-password",
  newPassword: "/new-password",
  confirm: "/auth/confirm",
  dashboard: "/dashboard",
  newCode: "/dashboard/codes/new",
  code: (id: string) => `/dashboard/codes/${id}`,
  settings: "/dashboard/settings",
  shortLink: (slug: string) => `/r/${slug}`,
  api: {
    codes: "/api/codes",
    code: (id: string) => `/api/codes/${id}`,
    codeImage: (id: string) => `/api/codes/${id}/image`,
    health: "/api/health",
    ready: "/api/ready",
    metrics: "/api/metrics",
  },
} as const;
