// Opening a round as one guided page: what, when and whom on the left; right, live, everyone in and everyone out.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useGo } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { rounds } from "../contract.ts";
import { datesProblem } from "../rules.ts";
import { DiscardRound } from "./DiscardRound.tsx";
import { WhatFields, WhenFields, WhomFields } from "./OpeningFields.tsx";
import { bodyOf, type Draft, type Proposal, type Round } from "./opening.ts";
import { PopulationPreview } from "./PopulationPreview.tsx";
import { Steps } from "./Steps.tsx";

type Props = {
  proposal: Proposal;
  round: Round | null;
  first: Draft;
  onChosen?: (part: Partial<Draft>) => void;
};

export function OpeningPage({ proposal, round, first, onChosen }: Props) {
  const t = useText();
  const format = useFormat();
  const [draft, setDraft] = useState(first);
  const change = (part: Partial<Draft>) => {
    onChosen?.(part);
    setDraft((before) => ({ ...before, ...part }));
  };
  const canAsk = draft.rule.relations.length > 0 && draft.rule.tiers.length > 0 && draft.rule.asOf !== "";
  const preview = useOperation(
    rounds.previewPopulation,
    { populationRule: draft.rule },
    { enabled: canAsk, keep: true },
  );
  const count = canAsk ? (preview.data?.inCount ?? 0) : 0;
  return (
    <Page
      title={
        preview.data
          ? t("round.openingFinding", {
              year: format.fiscalYear(draft.fiscalYear),
              count,
              all: preview.data.groupCount,
            })
          : t("rounds.open")
      }
      crumbs={[{ label: t("rail.inspections"), to: "/rounds" }, { label: round?.name ?? t("rounds.open") }]}
      actions={<Actions round={round} draft={draft} first={first} count={count} />}
    >
      <Steps at="draft" />
      <div className="cols opening">
        <div className="c5 stack">
          <WhatFields draft={draft} proposal={proposal} isNew={round === null} onChange={change} />
          <WhenFields draft={draft} proposal={proposal} onChange={change} />
          <WhomFields draft={draft} members={preview.data?.rows ?? []} onChange={change} />
        </div>
        <div className="c7">
          {preview.isError ? (
            <ErrorState error={preview.error} />
          ) : (
            <PopulationPreview
              preview={canAsk ? preview.data : undefined}
              isStale={preview.isPlaceholderData}
              rule={draft.rule}
              onChange={(rule) => change({ rule })}
            />
          )}
        </div>
      </div>
    </Page>
  );
}

function problemOf(t: ReturnType<typeof useText>, draft: Draft, count: number): string | null {
  if (draft.name.trim() === "") return t("round.needsName");
  if (draft.editionId === "") return t("round.needsEdition");
  if (datesProblem(draft)) return t("round.needsDates");
  return count === 0 ? t("round.needsCompany") : null;
}

type ActionProps = { round: Round | null; draft: Draft; first: Draft; count: number };

/** Saves, or when all is saved, freezes: one filled button that names its effect. */
function Actions({ round, draft, first, count }: ActionProps) {
  const t = useText();
  const go = useGo();
  const [isAsking, ask] = useState(false);
  const make = useCommand(rounds.draftRound, [rounds.listRounds]);
  const keep = useCommand(rounds.changeRound, [rounds.getRound, rounds.listRounds]);
  const freeze = useCommand(rounds.freezeRound, [rounds.getRound, rounds.listRounds]);
  const problem = problemOf(t, draft, count);
  const isChanged = round === null || JSON.stringify(draft) !== JSON.stringify(first);
  const save = () =>
    round === null
      ? make.mutate(
          { ...bodyOf(draft), fiscalYear: draft.fiscalYear },
          { onSuccess: ({ id }) => go({ to: "/rounds/$id", params: { id } }, { replace: true }) },
        )
      : keep.mutate({ ...bodyOf(draft), id: round.id, rowVersion: round.rowVersion });
  const error = make.error ?? keep.error;
  return (
    <>
      {error ? <ErrorState error={error} /> : null}
      {round ? <DiscardRound round={round} /> : null}
      {isChanged || round === null ? (
        <Button look="main" isBusy={make.isPending || keep.isPending} offBecause={problem} onClick={save}>
          {t("round.save")}
        </Button>
      ) : (
        <Button look="main" offBecause={problem} onClick={() => ask(true)}>
          {t("round.freeze", { count })}
        </Button>
      )}
      {round ? (
        <ConfirmDialog
          isOpen={isAsking}
          onClose={() => ask(false)}
          title={t("round.freezeTitle", { count })}
          effect={t("round.freezeEffect", { count, edition: `${round.standard} ${round.edition}` })}
          action={t("round.freeze", { count })}
          isBusy={freeze.isPending}
          error={freeze.error ? <ErrorState error={freeze.error} /> : null}
          onConfirm={() => freeze.mutate({ id: round.id, rowVersion: round.rowVersion })}
        />
      ) : null}
    </>
  );
}
