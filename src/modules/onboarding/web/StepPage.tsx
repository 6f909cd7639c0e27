// Where a duty's step is done: the company's own and its tier in the set-up, the division's on the plan.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useLeadOn, useParam } from "#web/navigation.tsx";
import { Loading } from "#web/ui/states.tsx";
import { onboarding } from "../contract.ts";

export default function StepPage() {
  const place = useOperation(onboarding.getStepPlace, { id: useParam("id") });
  const { companyId = "", step } = place.data ?? {};
  useLeadOn(
    step === undefined
      ? null
      : step === "review"
        ? { to: "/companies/$id/onboarding", params: { id: companyId } }
        : { to: "/companies/$id/set-up", params: { id: companyId }, search: { step } },
  );
  if (place.isError) return <ErrorState error={place.error} onRetry={() => void place.refetch()} />;
  return <Loading rows={6} />;
}
