// One round: being opened, frozen, being launched, running, or closed.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useParam } from "#web/navigation.tsx";
import { Loading } from "#web/ui/states.tsx";
import { rounds } from "../contract.ts";
import { FrozenRound } from "./FrozenRound.tsx";
import { OpeningPage } from "./OpeningPage.tsx";
import { draftOf } from "./opening.ts";
import { RunningRound } from "./RunningRound.tsx";
import "./rounds.css";

export default function RoundPage() {
  const id = useParam("id");
  const found = useOperation(rounds.getRound, { id });
  const state = found.data?.round.state;
  useFreshProgress(state);
  const manages = found.data?.can.manage ?? false;
  const year = found.data?.round.fiscalYear;
  const proposal = useOperation(rounds.proposeRound, year ? { fiscalYear: year } : {}, {
    enabled: state === "draft" && manages,
  });
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Loading rows={10} />;
  const { round } = found.data;
  if (state === "draft" && manages) {
    if (proposal.isError) return <ErrorState error={proposal.error} />;
    if (!proposal.data) return <Loading rows={10} />;
    return (
      <OpeningPage key={round.rowVersion} proposal={proposal.data} round={round} first={draftOf(round)} />
    );
  }
  if (state === "open" || state === "closed") return <RunningRound round={round} can={found.data.can} />;
  return <FrozenRound found={found.data} />;
}

/** Where companies stand is read while the round is only frozen too; once it runs, what was read then is no answer any more. */
function useFreshProgress(state: string | undefined): void {
  const client = useQueryClient();
  const before = useRef(state);
  useEffect(() => {
    if (before.current !== undefined && before.current !== state)
      void client.invalidateQueries({ queryKey: [rounds.getRoundProgress.name] });
    before.current = state;
  }, [client, state]);
}
