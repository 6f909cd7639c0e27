// What every capability brings to the shell: pages and rail items. Adding a capability adds one line here.
import type { ComponentType } from "react";
import { routes as accessRoutes } from "#modules/access/web/routes.tsx";
import { routes as organizationRoutes } from "#modules/organization/web/routes.tsx";
import type { TextKey } from "./text/keys.ts";

export type PageRoute = {
  path: string;
  /** Loaded when first opened. */
  load: () => Promise<{ default: ComponentType }>;
};

export type RailItem = {
  to: string;
  label: TextKey;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  /** Shown to whoever holds one of these anywhere; to everybody when absent. */
  permissions?: readonly string[];
  place: "work" | "settings";
};

export type WebModule = { pages: readonly PageRoute[]; rail: readonly RailItem[] };

export const webModules: readonly WebModule[] = [organizationRoutes, accessRoutes];
