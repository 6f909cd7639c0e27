import type { Output } from "#core/contract.ts";
import type { views } from "#modules/views/contract.ts";

export type ListedViews = Output<typeof views.listViews>;
export type SavedView = ListedViews["rows"][number];
