// The table of contents of the product, in rings: a module may reach only those before it.
import type { Module } from "#core/module.ts";
import { accessModule } from "#modules/access/module.ts";
import { organizationModule } from "#modules/organization/module.ts";

export const modules: readonly Module[] = [organizationModule, accessModule];
