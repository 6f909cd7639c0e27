// Where a person works and worked: a further employment, the end of one, or of all.
import { useState } from "react";
import { addDays } from "#core/time/fiscal-year.ts";
import { useCommand } from "#web/api.ts";
import { EndDialog } from "#web/forms/EndDialog.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { Button } from "#web/ui/Button.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { organization } from "../contract.ts";
import { AddEmployment } from "./AddEmployment.tsx";
import { EndEmployments } from "./EndEmployments.tsx";
import { type Person, personReads, standingOn } from "./person.ts";

type Employment = Person["employments"][number];
type Open = { what: "add" | "leave" } | { what: "end"; employment: Employment } | null;

export function Employments({ person }: { person: Person }) {
  const t = useText();
  const { today } = useSession();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const going = person.employments.filter((one) => standingOn(one, today) !== "over");
  const over = person.employments.filter((one) => standingOn(one, today) === "over");
  const mayEnd = person.can.manage && !person.isSelf;
  const add = (
    <Button
      size="s"
      icon="plus"
      offBecause={person.can.manage ? null : t("company.notYours")}
      onClick={() => setOpen({ what: "add" })}
    >
      {t("person.addEmployment")}
    </Button>
  );
  return (
    <>
      {person.employments.length === 0 ? (
        <EmptyState title={t("person.noEmployments")} action={add}>
          {t("person.noEmploymentsHelp")}
        </EmptyState>
      ) : (
        <>
          <ul className="lines">
            {going.map((one) => (
              <Row
                key={`${one.unitId}${one.validFrom}`}
                employment={one}
                onEnd={
                  // The last one ends with what hangs on it, which another dialog says.
                  mayEnd
                    ? () => setOpen(going.length > 1 ? { what: "end", employment: one } : { what: "leave" })
                    : undefined
                }
              />
            ))}
          </ul>
          {over.length > 0 ? (
            <details className="past" open={going.length === 0}>
              <summary>{t("person.employmentsOver", { count: over.length })}</summary>
              <ul className="lines">
                {over.map((one) => (
                  <Row key={`${one.unitId}${one.validFrom}`} employment={one} />
                ))}
              </ul>
            </details>
          ) : null}
          <div className="row wrap below">
            {add}
            {going.length > 1 ? (
              <Button
                size="s"
                offBecause={
                  person.isSelf
                    ? t("errors.person.own_employment")
                    : person.can.manage
                      ? null
                      : t("company.notYours")
                }
                onClick={() => setOpen({ what: "leave" })}
              >
                {t("person.endAll")}
              </Button>
            ) : null}
          </div>
        </>
      )}
      {open?.what === "add" ? <AddEmployment person={person} onClose={close} /> : null}
      {open?.what === "leave" ? (
        <EndEmployments personIds={[person.id]} onClose={close} onEnded={close} />
      ) : null}
      {open?.what === "end" ? <EndOne person={person} employment={open.employment} onClose={close} /> : null}
    </>
  );
}

function Row({ employment, onEnd }: { employment: Employment; onEnd?: (() => void) | undefined }) {
  const t = useText();
  const { today } = useSession();
  const span = useSpan();
  const name = nameFor(employment);
  return (
    <li>
      <span>
        <LangText text={name} />{" "}
        {employment.unitKind === "company" ? null : <Tag>{t(`unit.${employment.unitKind}`)}</Tag>}
        <small>
          {employment.title ? (
            <>
              <LangText text={employment.title} />
              {t("list.comma")}
            </>
          ) : null}
          {t(`employment.${employment.kind}`)} · {span(employment)}
        </small>
      </span>
      {standingOn(employment, today) === "ahead" ? <Tag>{t("person.ahead")}</Tag> : null}
      <span className="end">
        {onEnd ? (
          <ActionMenu
            label={t("position.actions", { name })}
            actions={[
              {
                label: t("people.endAction"),
                isDanger: true,
                offBecause: employment.validTo === null ? null : t("person.endsAlready"),
                onClick: onEnd,
              },
            ]}
          />
        ) : null}
      </span>
    </li>
  );
}

/** From which day until which last day, in words. */
export function useSpan() {
  const t = useText();
  const format = useFormat();
  return ({ validFrom, validTo }: { validFrom: string; validTo: string | null }) => {
    const from = format.day(validFrom, "plain");
    return validTo === null
      ? t("company.since", { day: from })
      : t("person.span", { from, until: format.day(addDays(validTo, -1), "plain") });
  };
}

type EndProps = { person: Person; employment: Employment; onClose: () => void };

function EndOne({ person, employment, onClose }: EndProps) {
  const t = useText();
  const end = useCommand(organization.endEmployment, personReads);
  const name = nameFor(employment);
  return (
    <EndDialog
      title={t("person.endTitle", { name })}
      dayLabel={t("people.lastDay")}
      effect={() => t("person.endEffect")}
      action={(day) => t("people.endFrom", { day })}
      isBusy={end.isPending}
      error={end.error}
      onEnd={(lastDay, reason) =>
        end.mutate(
          {
            id: person.id,
            unitId: employment.unitId,
            validFrom: employment.validFrom,
            lastDay,
            reason,
            rowVersion: person.rowVersion,
          },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    />
  );
}
