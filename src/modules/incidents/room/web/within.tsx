// A page of one incident: the incident is read, and its frame drawn around what the page shows.
import type { ReactNode } from "react";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useParam } from "#web/navigation.tsx";
import { Loading } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import { IncidentFrame } from "../../web/IncidentFrame.tsx";
import { type Incident, refreshed } from "../../web/incident.ts";
import "./room.css";

type Props = {
  at: string;
  actions?: (incident: Incident) => ReactNode;
  children: (incident: Incident) => ReactNode;
};

export function WithinIncident({ at, actions, children }: Props) {
  const id = useParam("id");
  const read = useOperation(incidents.getIncident, { id });
  if (read.isError) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Loading rows={10} />;
  return (
    <IncidentFrame incident={read.data} at={at} actions={actions?.(read.data)}>
      {children(read.data)}
    </IncidentFrame>
  );
}

/** What an act in the room changes on its pages and elsewhere. */
export const refreshedRoom = [
  ...refreshed,
  incidents.getRoom,
  incidents.listIncidentLog,
  incidents.getTask,
  incidents.getAffected,
  incidents.listIncidentEvidence,
  incidents.getBrief,
  incidents.getCircle,
];
