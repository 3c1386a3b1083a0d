import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./src/i18n/request.ts");

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Loaded by plain Node as they are: bundling them breaks their own file look-ups.
  serverExternalPackages: ["pdfkit", "pg", "pino", "prom-client"],
  images: { unoptimized: true },
  typescript: { ignoreBuildErrors: true }, // `npm run typecheck` is a step of its own.
  productionBrowserSourceMaps: false,
};

export default withNextIntl(config);
