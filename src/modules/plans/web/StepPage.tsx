// A duty names a step; what is to be done stands on the page of its plan.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useParam } from "#web/navigation.tsx";
import { Loading } from "#web/ui/states.tsx";
import { plans } from "../contract.ts";
import { PlanOf } from "./PlanPage.tsx";

export default function StepPage() {
  const id = useParam("id");
  const place = useOperation(plans.getPlanOfStep, { id });
  if (place.isError) return <ErrorState error={place.error} onRetry={() => void place.refetch()} />;
  if (!place.data) return <Loading rows={8} />;
  return <PlanOf id={place.data.planId} stepId={id} />;
}
