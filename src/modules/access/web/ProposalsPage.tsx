// Powerful rights that wait for a second person, and how the others were decided.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { access } from "../contract.ts";

type Proposal = Output<typeof access.listProposals>["rows"][number];
const changes = [access.listProposals, access.listGrants, access.listRoles];

export default function ProposalsPage() {
  const t = useText();
  const proposals = useOperation(access.listProposals, {});
  const rows = proposals.data?.rows ?? [];
  return (
    <Page title={t("rights.tab.proposals")} crumbs={[{ label: t("rail.accounts"), to: "/accounts" }]}>
      <Panel>
        {proposals.isError ? (
          <ErrorState error={proposals.error} onRetry={() => void proposals.refetch()} />
        ) : !proposals.data ? (
          <Loading rows={3} />
        ) : rows.length === 0 ? (
          <EmptyState icon="lock" title={t("proposal.empty")}>
            {t("proposal.emptyHelp")}
          </EmptyState>
        ) : (
          <ul className="lines">
            {rows.map((row) => (
              <ProposalRow key={row.id} proposal={row} />
            ))}
          </ul>
        )}
      </Panel>
    </Page>
  );
}

function ProposalRow({ proposal }: { proposal: Proposal }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const decide = useCommand(access.decideProposal, changes);
  const withdraw = useCommand(access.withdrawProposal, changes);
  const roles = useOperation(access.listRoles, {});
  const [isRefusing, setRefusing] = useState(false);
  const own = roles.data?.rows.find((one) => one.id === proposal.roleId && !one.isBuiltIn);
  const role = own ? (Object.values(own.names)[0] ?? own.id) : any(`role.${proposal.roleId}`);
  const off = proposal.offBecause ? any(`errors.${proposal.offBecause}`) : null;
  const words = (codes: readonly string[]) => format.list(codes.map((code) => any(`permission.${code}`)));
  return (
    <li>
      <span>
        <b>{proposal.kind === "role" ? t("proposal.roleChange", { role }) : role}</b>{" "}
        <LangText
          text={[proposal.personName ?? proposal.positionName, proposal.unitName].filter(Boolean).join(" · ")}
        />
        <small>
          {proposal.gains.length > 0 ? `${t("role.gains")}: ${words(proposal.gains)} · ` : ""}
          {proposal.loses.length > 0 ? `${t("role.loses")}: ${words(proposal.loses)} · ` : ""}
          <LangText text={proposal.reason} /> ·{" "}
          {t("proposal.by", { name: proposal.proposedByName, at: format.moment(proposal.proposedAt) })}
          {proposal.state === "open"
            ? ` · ${t("proposal.until", { at: format.moment(proposal.expiresAt) })}`
            : null}
          {proposal.decidedByName ? ` · ${proposal.decidedByName}` : null}
          {proposal.decidedBecause ? <LangText text={` · ${proposal.decidedBecause}`} /> : null}
        </small>
        <FormError error={decide.error ?? withdraw.error} />
      </span>
      <span className="end row wrap">
        {proposal.state !== "open" ? (
          <Tag>{any(`proposal.state.${proposal.state}`)}</Tag>
        ) : proposal.isOwn ? (
          <Button size="s" isBusy={withdraw.isPending} onClick={() => withdraw.mutate({ id: proposal.id })}>
            {t("proposal.withdraw")}
          </Button>
        ) : (
          <>
            <Button
              size="s"
              look="main"
              offBecause={off}
              isBusy={decide.isPending}
              onClick={() => decide.mutate({ id: proposal.id, isAllowed: true })}
            >
              {t("proposal.allow")}
            </Button>
            <Button size="s" offBecause={off} onClick={() => setRefusing(true)}>
              {t("proposal.refuse")}
            </Button>
          </>
        )}
      </span>
      <ConfirmDialog
        isOpen={isRefusing}
        onClose={() => setRefusing(false)}
        title={t("proposal.refuseTitle")}
        effect={t("proposal.refuseEffect")}
        action={t("proposal.refuse")}
        reason={{ label: t("grant.reason") }}
        isBusy={decide.isPending}
        error={<FormError error={decide.error} />}
        onConfirm={(reason) =>
          decide.mutate(
            { id: proposal.id, isAllowed: false, reason: reason.slice(0, 500) },
            { onSuccess: () => setRefusing(false) },
          )
        }
      />
    </li>
  );
}
