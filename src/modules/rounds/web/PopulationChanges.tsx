// What happened to the group since the freeze: companies to add with their own due day, leavers to mark.
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { DateField, TextArea } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog, Dialog } from "#web/ui/Dialog.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { rounds } from "../contract.ts";
import type { Round } from "./opening.ts";
import { Reason } from "./Reason.tsx";

type Changes = Output<typeof rounds.listPopulationChanges>;
type Joined = Changes["joined"][number];
type Left = Changes["left"][number];

const refreshes = [
  rounds.listPopulationChanges,
  rounds.getRoundProgress,
  rounds.getRound,
  rounds.listMembers,
  rounds.listLate,
];

export function PopulationChanges({ round }: { round: Round }) {
  const t = useText();
  const format = useFormat();
  const changes = useOperation(rounds.listPopulationChanges, { id: round.id });
  const [adding, add] = useState<Joined | null>(null);
  const [leaving, leave] = useState<Left | null>(null);
  if (changes.isError) return <ErrorState error={changes.error} />;
  if (!changes.data) return <Loading rows={3} />;
  const { joined, left } = changes.data;
  return (
    <Panel
      title={
        joined.length + left.length === 0
          ? t("round.noChanges")
          : t("round.changesTitle", { joined: joined.length, left: left.length })
      }
    >
      {joined.length + left.length === 0 ? <p className="soft">{t("round.noChangesHelp")}</p> : null}
      <ul className="lines">
        {joined.map((row) => (
          <li key={row.companyId}>
            <span>
              <LangText text={nameFor(row)} />
              <small>
                {t("round.since", { day: format.day(row.since, "plain") })} · {row.tier ?? "–"} ·{" "}
                {row.relation ? t(`relation.${row.relation}`) : "–"}
              </small>
            </span>
            <span className="end">
              <Button
                size="s"
                offBecause={row.tier && row.relation ? null : t("round.noPlace")}
                onClick={() => add(row)}
              >
                {t("round.add")}
              </Button>
            </span>
          </li>
        ))}
        {left.map((row) => (
          <li key={row.companyId}>
            <span>
              <LangText text={nameFor(row)} />
              <small>
                {row.relation
                  ? t("round.relationSince", {
                      relation: t(`relation.${row.relation}`),
                      day: format.day(row.endedOn, "plain"),
                    })
                  : t("round.leftOn", { day: format.day(row.endedOn, "plain") })}
                {row.endedReason ? " · " : null}
                {row.endedReason ? <Reason of={row.endedReason} /> : null}
              </small>
            </span>
            <span className="end">
              <Button size="s" onClick={() => leave(row)}>
                {t(row.relation ? "round.release" : "round.markLeft")}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      {adding ? <AddDialog round={round} company={adding} onClose={() => add(null)} /> : null}
      {leaving ? <LeaveDialog round={round} company={leaving} onClose={() => leave(null)} /> : null}
    </Panel>
  );
}

type DialogProps<C> = { round: Round; company: C; onClose: () => void };

function AddDialog({ round, company, onClose }: DialogProps<Joined>) {
  const t = useText();
  const [dueOn, setDueOn] = useState(round.dueOn);
  const [reason, setReason] = useState("");
  const add = useCommand(rounds.addMember, refreshes);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      { id: round.id, companyId: company.companyId, dueOn, reason: reason.trim() },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} size="s" title={t("round.addTitle", { name: nameFor(company) })}>
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("round.addEffect")}</p>
        <DateField label={t("round.ownDueOn")} value={dueOn} onChange={setDueOn} />
        <TextArea label={t("round.reason")} value={reason} maxLength={500} onChange={setReason} />
        {add.error ? <ErrorState error={add.error} /> : null}
        <div className="ends">
          <Button onClick={onClose}>{t("action.cancel")}</Button>
          <Button
            type="submit"
            look="main"
            isBusy={add.isPending}
            offBecause={reason.trim() && dueOn ? null : t("dialog.reasonFirst")}
          >
            {t("round.add")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function LeaveDialog({ round, company, onClose }: DialogProps<Left>) {
  const t = useText();
  const format = useFormat();
  const leave = useCommand(rounds.markMemberLeft, refreshes);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t(company.relation ? "round.releaseTitle" : "round.markLeftTitle", { name: nameFor(company) })}
      effect={t("round.markLeftEffect", { day: format.day(company.endedOn) })}
      action={t(company.relation ? "round.release" : "round.markLeft")}
      reason={{ label: t("round.reason") }}
      isBusy={leave.isPending}
      error={leave.error ? <ErrorState error={leave.error} /> : null}
      onConfirm={(reason) =>
        leave.mutate(
          { id: round.id, companyId: company.companyId, on: company.endedOn, reason: reason.slice(0, 500) },
          { onSuccess: onClose },
        )
      }
    />
  );
}
