import { useState } from "react";
import { ApiError, useCommand } from "#web/api.ts";
import { inspections } from "../../contract.ts";
import { useAnswering } from "./work.ts";

/** Takes proposals over by name. Needs the server: what is confirmed is what the server proposes now. */
export function useTakeOver() {
  const { inspection, refresh, drafts } = useAnswering();
  const command = useCommand(inspections.takeOverProposals);
  const [error, setError] = useState<string | null>(null);
  const take = async (from: "last_year" | "service", controlIds: string[]): Promise<number> => {
    setError(null);
    try {
      await drafts.flush();
      const { saved } = await command.mutateAsync({ id: inspection.id, from, controlIds });
      await refresh(controlIds.length === 1 ? controlIds[0] : undefined);
      return saved;
    } catch (thrown) {
      setError(thrown instanceof ApiError ? thrown.code : "fault");
      return 0;
    }
  };
  return { take, isBusy: command.isPending, error };
}
