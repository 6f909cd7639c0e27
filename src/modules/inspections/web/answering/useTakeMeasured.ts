import { useState } from "react";
import { ApiError, useCommand } from "#web/api.ts";
import { inspections } from "../../contract.ts";
import type { Row } from "./rules.ts";
import { useAnswering } from "./work.ts";

/** What the ledgers measure, and nothing stale. */
export const isMeasured = (row: Pick<Row, "measured">): boolean =>
  row.measured !== null && row.measured.staleSince === null;

/** Answers by what was measured, as the page shows it. Needs the server: what has moved since is not taken unseen. */
export function useTakeMeasured() {
  const { inspection, refresh, drafts } = useAnswering();
  const command = useCommand(inspections.takeMeasured);
  const [error, setError] = useState<string | null>(null);
  const take = async (rows: readonly Row[]): Promise<void> => {
    setError(null);
    try {
      await drafts.flush();
      const controls = rows.flatMap(({ controlId, rowVersion, measured }) =>
        measured ? [{ controlId, rowVersion, holds: measured.holds, all: measured.all }] : [],
      );
      await command.mutateAsync({ id: inspection.id, controls });
      await refresh(controls.length === 1 ? controls[0]?.controlId : undefined);
    } catch (thrown) {
      setError(thrown instanceof ApiError ? thrown.code : "fault");
      await refresh();
    }
  };
  return { take, isBusy: command.isPending, error };
}
