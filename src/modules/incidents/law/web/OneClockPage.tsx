// Where the duty of one clock leads: to the clocks of its incident.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useLeadOn, useParam } from "#web/navigation.tsx";
import { Loading } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";

export default function OneClockPage() {
  const id = useParam("id");
  const clock = useOperation(incidents.getIncidentClock, { id });
  useLeadOn(clock.data ? { to: "/incidents/$id/clocks", params: { id: clock.data.incidentId } } : null);
  if (clock.isError) return <ErrorState error={clock.error} onRetry={() => void clock.refetch()} />;
  return <Loading rows={6} />;
}
