import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = { pages: [], rail: [] };
