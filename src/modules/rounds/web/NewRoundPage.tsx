// A new round: everything proposed, to be looked at and kept. Without a standard in force it leads there first.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useUrl } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { rounds } from "../contract.ts";
import { OpeningPage } from "./OpeningPage.tsx";
import { type Draft, draftFrom } from "./opening.ts";
import "./rounds.css";

export default function NewRoundPage() {
  const t = useText();
  const format = useFormat();
  const [{ year }] = useUrl<{ year: number }>();
  // What somebody chose stays when another year proposes other things.
  const [chosen, choose] = useState<Partial<Draft>>({});
  const proposal = useOperation(rounds.proposeRound, year ? { fiscalYear: Number(year) } : {}, {
    keep: true,
  });
  if (proposal.isError) return <ErrorState error={proposal.error} onRetry={() => void proposal.refetch()} />;
  if (!proposal.data) return <Loading rows={10} />;
  const { editionId, draftEditionId, fiscalYear } = proposal.data;
  if (editionId === null) return <StandardFirst draftEditionId={draftEditionId} />;
  const name = t("round.nameProposal", { year: format.fiscalYear(fiscalYear) });
  return (
    <OpeningPage
      key={fiscalYear}
      proposal={proposal.data}
      round={null}
      first={{ ...draftFrom(proposal.data, name), ...chosen }}
      onChosen={(part) => choose((before) => ({ ...before, ...ofAnyYear(part) }))}
    />
  );
}

/** Days belong to the year that they were proposed for. */
const ofAnyYear = (part: Partial<Draft>): Partial<Draft> =>
  Object.fromEntries(Object.entries(part).filter(([field]) => !field.endsWith("On")));

function StandardFirst({ draftEditionId }: { draftEditionId: string | null }) {
  const t = useText();
  return (
    <Page
      title={t("round.standardFirst")}
      crumbs={[{ label: t("rail.inspections"), to: "/rounds" }, { label: t("rounds.open") }]}
    >
      <EmptyState
        icon="standards"
        title={t("standard.none")}
        action={
          draftEditionId ? (
            <GoButton look="main" to="/standards/$id/publication" params={{ id: draftEditionId }}>
              {t("round.publishDraft")}
            </GoButton>
          ) : (
            <GoButton look="main" to="/standards/editions">
              {t("round.takeStandard")}
            </GoButton>
          )
        }
      >
        {t("round.standardFirstHelp")}
      </EmptyState>
    </Page>
  );
}
