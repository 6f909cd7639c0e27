// What a capability brings to the shell.
import type { ComponentType } from "react";
import type { CompanySection } from "./company-sections.tsx";
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

export type WebModule = {
  pages: readonly PageRoute[];
  rail: readonly RailItem[];
  /** What the company's page shows of this capability. */
  companySections?: readonly CompanySection[];
};
