// The positions a person holds, held and will hold; taking one over, leaving one vacant.
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { EndDialog } from "#web/forms/EndDialog.tsx";
import { DateField, SelectField, TextField } from "#web/forms/fields.tsx";
import { beginsInThePast, ReasonField } from "#web/forms/ReasonField.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState, Loading, Note } from "#web/ui/states.tsx";
import { organization } from "../contract.ts";
import { ending } from "../ending/contract.ts";
import { useSpan } from "./PersonEmployments.tsx";
import { type Person, personReads, standingOn } from "./person.ts";

type Seat = Person["positions"][number];

export function PersonSeats({ person }: { person: Person }) {
  const t = useText();
  const { today } = useSession();
  const [isTaking, take] = useState(false);
  const [left, leave] = useState<Seat | null>(null);
  const going = person.positions.filter((one) => standingOn(one, today) !== "over");
  const over = person.positions.filter((one) => standingOn(one, today) === "over");
  const button = (
    <Button
      size="s"
      icon="plus"
      offBecause={person.can.organize ? null : t("company.notYours")}
      onClick={() => take(true)}
    >
      {t("person.takeSeat")}
    </Button>
  );
  return (
    <>
      {person.positions.length === 0 ? (
        <EmptyState title={t("person.noPositions")} action={button}>
          {t("person.noPositionsHelp")}
        </EmptyState>
      ) : (
        <>
          <ul className="lines">
            {going.map((one) => (
              <Row
                key={`${one.id}${one.validFrom}`}
                seat={one}
                onLeave={person.can.organize ? () => leave(one) : undefined}
              />
            ))}
          </ul>
          {over.length > 0 ? (
            <details className="past" open={going.length === 0}>
              <summary>{t("person.positionsOver", { count: over.length })}</summary>
              <ul className="lines">
                {over.map((one) => (
                  <Row key={`${one.id}${one.validFrom}`} seat={one} />
                ))}
              </ul>
            </details>
          ) : null}
          <div className="below">{button}</div>
        </>
      )}
      {isTaking ? <TakeSeat person={person} onClose={() => take(false)} /> : null}
      {left ? <LeaveSeat seat={left} onClose={() => leave(null)} /> : null}
    </>
  );
}

function Row({ seat, onLeave }: { seat: Seat; onLeave?: (() => void) | undefined }) {
  const t = useText();
  const { today } = useSession();
  const span = useSpan();
  const name = nameFor(seat);
  return (
    <li>
      <span>
        <LangText text={name} />
        <small>
          <LangText text={seat.unitName} />
          {seat.rank ? (
            <>
              {" · "}
              <LangText text={seat.rank} />
            </>
          ) : null}
          {" · "}
          {span(seat)}
        </small>
      </span>
      {standingOn(seat, today) === "ahead" ? <Tag>{t("person.ahead")}</Tag> : null}
      <span className="end">
        {onLeave ? (
          <ActionMenu
            label={t("position.actions", { name })}
            actions={[
              {
                label: t("position.vacate"),
                isDanger: true,
                offBecause: seat.validTo === null ? null : t("person.endsAlready"),
                onClick: onLeave,
              },
            ]}
          />
        ) : null}
      </span>
    </li>
  );
}

function LeaveSeat({ seat, onClose }: { seat: Seat; onClose: () => void }) {
  const t = useText();
  const vacate = useCommand(ending.vacatePosition, personReads);
  return (
    <EndDialog
      title={t("position.vacateTitle", { name: nameFor(seat) })}
      dayLabel={t("ending.from")}
      dayHint={t("ending.fromHelp")}
      effect={() => t("position.vacateEffect")}
      action={(day) => t("position.vacateFrom", { day })}
      isBusy={vacate.isPending}
      error={vacate.error}
      onEnd={(on, reason) => vacate.mutate({ id: seat.id, on, reason }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

/** Whoever held it before keeps the days until then; what was approved keeps that name. */
function TakeSeat({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useText();
  const format = useFormat();
  const { today } = useSession();
  const company = useOperation(organization.getCompany, { id: person.company.id });
  const [form, setForm] = useState({ id: "", rank: "", from: today, reason: "" });
  const set = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
  const hold = useCommand(organization.holdPosition, personReads);
  const seats = (company.data?.positions ?? []).filter((one) => one.holderId !== person.id);
  const chosen = seats.find((one) => one.id === form.id);
  const holder = (seat: (typeof seats)[number]) =>
    seat.holderFamilyName === null
      ? t("company.vacant")
      : format.person({ familyName: seat.holderFamilyName, givenName: seat.holderGivenName ?? "" });
  const isBackdated = beginsInThePast(form.from, today);
  const missing = !form.id
    ? t("forms.first", { field: t("person.seat") })
    : isBackdated && !form.reason.trim()
      ? t("dialog.reasonFirst")
      : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { id, from, rank, reason } = form;
    hold.mutate(
      {
        id,
        from,
        personId: person.id,
        ...(rank.trim() ? { rank: rank.trim() } : {}),
        ...(reason.trim() ? { reason: reason.trim() } : {}),
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("person.takeSeat")}>
      {company.isError ? (
        <ErrorState error={company.error} onRetry={() => void company.refetch()} />
      ) : !company.data ? (
        <Loading rows={3} />
      ) : seats.length === 0 ? (
        <EmptyState title={t("company.noPositions")}>{t("company.noPositionsHelp")}</EmptyState>
      ) : (
        <form className="form" onSubmit={submit}>
          <SelectField
            label={t("person.seat")}
            value={form.id}
            emptyLabel={t("person.chooseSeat")}
            choices={seats.map((seat) => ({
              value: seat.id,
              label: `${nameFor(seat)} · ${holder(seat)}`,
            }))}
            onChange={(id) => set({ id })}
          />
          <TextField
            label={t("position.rank")}
            isOptional
            value={form.rank}
            maxLength={100}
            onChange={(rank) => set({ rank })}
          />
          <DateField label={t("change.from")} value={form.from} onChange={(from) => set({ from })} />
          <ReasonField isBackdated={isBackdated} value={form.reason} onChange={(reason) => set({ reason })} />
          {chosen?.holderId ? <Note>{t("person.takeEffect", { name: holder(chosen) })}</Note> : null}
          <FormEnds error={hold.error} isBusy={hold.isPending} offBecause={missing} onClose={onClose}>
            {t("person.takeSeat")}
          </FormEnds>
        </form>
      )}
    </Dialog>
  );
}
