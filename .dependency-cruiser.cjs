// Which folder may import which. Read by scripts/architecture/check.ts, which also plants a
// violation of each rule and fails when it goes unseen.

/** Domains of src/lib that may use another one: everything not listed here stays apart. */
const domains = {
  account: ["api-keys", "audit", "auth", "billing", "codes", "entitlements", "mails", "workspaces"],
  activity: ["audit", "workspaces"],
  // Who runs the platform and what they may do; what they see of it is the console's.
  admin: ["audit", "auth", "mails", "workspaces"],
  analytics: ["codes", "entitlements", "scans", "usage", "workspaces"],
  "api-keys": ["audit", "auth", "entitlements", "mails", "usage", "workspaces"],
  auth: ["workspaces"],
  billing: ["audit", "auth", "codes", "entitlements", "mails", "workspaces"],
  codes: ["audit", "auth", "entitlements", "mails", "workspaces"],
  // Above all others but the jobs: whoever runs the platform sees and changes something in each.
  console: [
    "account",
    "admin",
    "api-keys",
    "audit",
    "auth",
    "billing",
    "codes",
    "discounts",
    "entitlements",
    "jobs",
    "mails",
    "promo",
    "revenue",
    "usage",
    "waivers",
    "workspaces",
  ],
  discounts: ["admin", "audit", "auth", "billing", "entitlements", "workspaces"],
  // What is due, of every domain: nothing in lib but a route and the worker use it.
  jobs: [
    "account",
    "audit",
    "billing",
    "codes",
    "entitlements",
    "mails",
    "redirects",
    "revenue",
    "scans",
    "usage",
    "waivers",
    "workspaces",
  ],
  promo: ["admin", "audit", "auth", "billing", "entitlements", "waivers", "workspaces"],
  redirects: ["codes", "scans"],
  revenue: ["admin", "audit", "auth", "billing", "discounts", "entitlements", "workspaces"],
  usage: ["auth", "billing", "entitlements", "mails", "workspaces"],
  waivers: ["audit", "codes", "entitlements"],
  workspaces: ["entitlements", "mails"],
};

const layer = (from, to, comment) => ({
  name: `layer-${from.replaceAll(/\W/g, "")}`,
  comment,
  severity: "error",
  from: { path: `^src/${from}/` },
  to: { path: `^src/(${to})(/|$)` },
});

const notBeyondList = (domain) => ({
  name: `domain-${domain}`,
  comment: "A domain reaches another only where the list at the top of this file allows it.",
  severity: "error",
  from: { path: `^src/lib/${domain}/`, pathNot: "[.]test[.]tsx?$" },
  to: {
    path: "^src/lib/",
    pathNot: `^src/lib/(${[domain, "env", ...(domains[domain] ?? [])].join("|")})/`,
  },
});

/** @param {string[]} libDomains the folders that src/lib really has */
module.exports = (libDomains) => ({
  forbidden: [
    layer(
      "shared",
      "app|components|lib|platform|server|i18n",
      "src/shared is pure and imports nothing but itself.",
    ),
    {
      ...layer(
        "platform",
        "app|components|lib|server",
        "src/platform knows no business; lib/env alone is open to it.",
      ),
      to: { path: "^src/(app|components|lib|server)/", pathNot: "^src/lib/env/" },
    },
    layer("lib", "app|components|server", "src/lib is below the pages and the process that serve it."),
    layer("components", "app|server", "Components know no routes."),
    layer("app", "server", "Pages do not reach into the process that serves them."),
    layer("server", "app|components", "The process knows pages only as something Next renders."),
    ...libDomains.filter((domain) => domain !== "env").map(notBeyondList),
    {
      name: "sandbox-is-outside",
      comment: "No file of src/ knows that there are stand-ins.",
      severity: "error",
      from: { path: "^(src/|middleware[.]ts)", pathNot: "[.]test[.]tsx?$" },
      to: { path: "^(sandbox|scripts|e2e|bench|prisma)/" },
    },
    {
      name: "no-circles",
      severity: "error",
      from: { pathNot: "^src/platform/db/generated/" },
      to: { circular: true },
    },
    {
      name: "no-orphans",
      comment: "A file that imports nothing and that nobody imports is dead.",
      severity: "error",
      from: {
        orphan: true,
        pathNot: "([.]d[.]ts|[.]test[.]tsx?|[.]config[.]ts)$|^src/app/|^src/platform/db/generated/|^scripts/",
      },
      to: {},
    },
    {
      name: "no-dependents",
      comment:
        "A module that only tests import is used by nobody. Pages and entries are started from outside.",
      severity: "error",
      module: {
        path: "^src/(components|lib|platform|shared|i18n|server)/",
        pathNot:
          "[.](test|testing)[.]tsx?$|[.]d[.]ts$|^src/platform/db/generated/|^src/server/main[.]ts$|^src/i18n/request[.]ts$",
        numberOfDependentsLessThan: 1,
      },
      from: { pathNot: "[.](test|testing)[.]tsx?$" },
    },
    {
      name: "no-development-packages",
      comment: "What production runs is in `dependencies`.",
      severity: "error",
      from: { path: "^(src/|middleware[.]ts)", pathNot: "[.](test|testing)[.]tsx?$" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "resolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(server-only|[.]next/)" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules|^src/platform/db/generated/" },
    exclude: { path: "^scripts/architecture/planted/" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default"],
    },
  },
});
