// A gap by its id alone, as a duty names it: its entry is where it is put right.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useLeadOn, useParam } from "#web/navigation.tsx";
import { Loading } from "#web/ui/states.tsx";
import { ledgers } from "../../contract.ts";

export default function GapPage() {
  const gap = useOperation(ledgers.getGap, { id: useParam("id") });
  useLeadOn(
    gap.data
      ? { to: "/ledgers/$ledger/$id", params: { ledger: gap.data.ledger, id: gap.data.entryId } }
      : null,
  );
  if (gap.isError) return <ErrorState error={gap.error} onRetry={() => void gap.refetch()} />;
  return <Loading rows={6} />;
}
