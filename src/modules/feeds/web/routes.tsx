import type { WebModule } from "#web/web-module.ts";

/** Its one screen is a part of one's own page (parts.tsx). */
export const routes: WebModule = { pages: [], rail: [] };
