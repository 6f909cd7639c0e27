// The pages of one incident, side by side.
import type { TextKey } from "#web/text/keys.ts";

export type IncidentTab = {
  id: string;
  to: string;
  label: TextKey;
  /** Also of whoever sees cases of products alone. */
  isOfProducts?: boolean;
};

export const tabs: readonly IncidentTab[] = [
  { id: "record", to: "/incidents/$id", label: "incident.tab.record", isOfProducts: true },
  { id: "room", to: "/incidents/$id/room", label: "room.tab.room" },
  { id: "affected", to: "/incidents/$id/affected", label: "room.tab.affected", isOfProducts: true },
  { id: "spread", to: "/incidents/$id/spread", label: "incident.tab.spread" },
  { id: "clocks", to: "/incidents/$id/clocks", label: "incident.tab.clocks", isOfProducts: true },
  { id: "notices", to: "/incidents/$id/notices", label: "incident.tab.notices" },
  { id: "evidence", to: "/incidents/$id/evidence", label: "room.tab.evidence" },
  { id: "brief", to: "/incidents/$id/brief", label: "room.tab.brief" },
  { id: "after", to: "/incidents/$id/after", label: "incident.tab.after" },
];
