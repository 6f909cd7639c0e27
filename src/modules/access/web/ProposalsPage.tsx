// Powerful rights that wait for a second person, and how the others were decided.
import { type ReactNode, useState } from "react";
import type { Output } from "#core/contract.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag, Written } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { access } from "../contract.ts";
import { GivenAlone } from "./GivenAlone.tsx";
import { Permissions } from "./Permissions.tsx";
import { RightsTabs } from "./RightsTabs.tsx";
import { useRoleName } from "./words.ts";
import "./access.css";

type Proposal = Output<typeof access.listProposals>["rows"][number];
const changes = [access.listProposals, access.listGrants, access.listRoles];

export default function ProposalsPage() {
  const t = useText();
  const proposals = useOperation(access.listProposals, {});
  const rows = proposals.data?.rows ?? [];
  const open = rows.filter((row) => row.state === "open");
  const over = rows.filter((row) => row.state !== "open");
  return (
    <Page title={t("rights.tab.proposals")} crumbs={[{ label: t("rail.accounts"), to: "/accounts" }]}>
      <RightsTabs />
      <GivenAlone />
      {proposals.isError ? (
        <ErrorState error={proposals.error} onRetry={() => void proposals.refetch()} />
      ) : !proposals.data ? (
        <Loading rows={3} />
      ) : (
        <div className="stack">
          <Panel title={open.length > 0 ? t("proposal.waiting", { count: open.length }) : undefined}>
            {open.length > 0 ? (
              open.map((row) => <OpenProposal key={row.id} proposal={row} />)
            ) : (
              <EmptyState icon="lock" title={t("proposal.empty")}>
                {t("proposal.emptyHelp")}
              </EmptyState>
            )}
          </Panel>
          {over.length > 0 ? (
            <Panel title={t("proposal.over")}>
              <ul className="lines">
                {over.map((row) => (
                  <OverProposal key={row.id} proposal={row} />
                ))}
              </ul>
            </Panel>
          ) : null}
        </div>
      )}
    </Page>
  );
}

/** What is proposed, in one line: the role and for whom, or the role that would change. */
function useHeading(proposal: Proposal): ReactNode {
  const t = useText();
  const roleName = useRoleName();
  const role = roleName(proposal);
  if (proposal.kind === "role") return <LangText text={t("proposal.roleChange", { role })} />;
  return (
    <>
      <LangText text={role} /> → <LangText text={proposal.personName ?? proposal.positionName ?? ""} />
    </>
  );
}

function OpenProposal({ proposal }: { proposal: Proposal }) {
  const t = useText();
  const format = useFormat();
  const heading = useHeading(proposal);
  return (
    <article className="right">
      <h3>
        {heading}
        {proposal.positionName ? <Tag>{t("grant.position")}</Tag> : null}
      </h3>
      <KeyValue rows={useFacts(proposal)} />
      <WhatItWouldAllow proposal={proposal} />
      <p className="small mute">
        {t("proposal.by", { name: proposal.proposedByName, at: format.moment(proposal.proposedAt) })} ·{" "}
        {t("proposal.until", { at: format.moment(proposal.expiresAt) })}
      </p>
      <Deciding proposal={proposal} />
    </article>
  );
}

function useFacts(proposal: Proposal): [ReactNode, ReactNode][] {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const words = (codes: readonly string[]) => format.list(codes.map((code) => any(`permission.${code}`)));
  const { unitName, validFrom, validTo } = proposal;
  const from = validFrom ? format.day(validFrom, "plain") : "";
  return [
    ...(unitName
      ? [
          [
            t("grant.unit"),
            <span key="unit">
              <LangText text={unitName} /> ·{" "}
              {t(proposal.withSubtree ? "grant.withSubtree" : "grant.onlyHere")}
            </span>,
          ] as [ReactNode, ReactNode],
        ]
      : []),
    ...(validFrom
      ? [
          [
            t("proposal.when"),
            validTo
              ? t("grant.spanTo", { from, until: format.day(addDays(validTo, -1), "plain") })
              : t("grant.spanOpen", { from }),
          ] as [ReactNode, ReactNode],
        ]
      : []),
    ...(proposal.gains.length > 0
      ? [[t("role.gains"), words(proposal.gains)] as [ReactNode, ReactNode]]
      : []),
    ...(proposal.loses.length > 0
      ? [[t("role.loses"), words(proposal.loses)] as [ReactNode, ReactNode]]
      : []),
    [t("grant.reason"), <Written key="reason" text={proposal.reason} />],
  ];
}

function WhatItWouldAllow({ proposal }: { proposal: Proposal }) {
  const t = useText();
  const roles = useOperation(access.listRoles, {});
  const role = roles.data?.rows.find((one) => one.id === proposal.roleId);
  if (proposal.kind === "role" || !role) return null;
  return (
    <details>
      <summary>{t("rights.allows", { count: role.permissions.length })}</summary>
      <Permissions of={role.permissions} />
    </details>
  );
}

function Deciding({ proposal }: { proposal: Proposal }) {
  const t = useText();
  const any = useAnyText();
  const decide = useCommand(access.decideProposal, changes);
  const withdraw = useCommand(access.withdrawProposal, changes);
  const [isRefusing, setRefusing] = useState(false);
  if (proposal.isOwn)
    return (
      <>
        <p className="row wrap">
          <Button size="s" isBusy={withdraw.isPending} onClick={() => withdraw.mutate({ id: proposal.id })}>
            {t("proposal.withdraw")}
          </Button>
          <span className="small soft">{t("proposal.ownWaits")}</span>
        </p>
        <FormError error={withdraw.error} />
      </>
    );
  if (proposal.offBecause) return <p className="small soft">{any(`errors.${proposal.offBecause}`)}</p>;
  return (
    <>
      <p className="row wrap">
        <Button
          look="main"
          isBusy={decide.isPending}
          onClick={() => decide.mutate({ id: proposal.id, isAllowed: true })}
        >
          {t("proposal.allow")}
        </Button>
        <Button onClick={() => setRefusing(true)}>{t("proposal.refuse")}</Button>
      </p>
      {isRefusing ? null : <FormError error={decide.error} />}
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
    </>
  );
}

function OverProposal({ proposal }: { proposal: Proposal }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const heading = useHeading(proposal);
  return (
    <li>
      <span>
        {heading}
        <small>
          {proposal.unitName ? (
            <>
              <LangText text={proposal.unitName} /> ·{" "}
            </>
          ) : null}
          {t("proposal.by", { name: proposal.proposedByName, at: format.moment(proposal.proposedAt) })}
          {proposal.decidedByName ? ` · ${t("proposal.decidedBy", { name: proposal.decidedByName })}` : null}
          {proposal.decidedBecause ? (
            <>
              {" · "}
              <Written text={proposal.decidedBecause} />
            </>
          ) : null}
        </small>
      </span>
      <span className="end">
        <Tag>{any(`proposal.state.${proposal.state}`)}</Tag>
      </span>
    </li>
  );
}
