// The pages of one incident, side by side.
import type { TextKey } from "#web/text/keys.ts";

export type IncidentTab = { id: string; to: string; label: TextKey };

export const tabs: readonly IncidentTab[] = [
  { id: "record", to: "/incidents/$id", label: "incident.tab.record" },
  { id: "notices", to: "/incidents/$id/notices", label: "incident.tab.notices" },
];
