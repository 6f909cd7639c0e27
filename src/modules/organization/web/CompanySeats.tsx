// The seats of a company with who holds them on the day, and where it is: sites, plants, departments.
import { type ReactNode, useState } from "react";
import { useCommand } from "#web/api.ts";
import { Go } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { langOf, nameFor } from "#web/text/names.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Lang, LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { organization } from "../contract.ts";
import { ending } from "../ending/contract.ts";
import { telephoneLink } from "#core/text/telephone.ts";
import { AddPlace, AddPosition, HoldPosition } from "./CompanyAdditions.tsx";
import type { Company } from "./company.ts";
import { EndDialog } from "#web/forms/EndDialog.tsx";

type Seat = Company["positions"][number];
type Open = { what: "new" } | { what: "hold" | "vacate" | "end"; seat: Seat } | null;
const refreshes = [organization.getCompany, organization.listChildren];

export function Positions({ company }: { company: Company }) {
  const t = useText();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const mayReadAccounts = useMay("account.read");
  const add = (
    <Button
      size="s"
      icon="plus"
      offBecause={company.can.manage ? null : t("company.notYours")}
      onClick={() => setOpen({ what: "new" })}
    >
      {t("position.add")}
    </Button>
  );
  if (company.positions.length === 0 && open === null)
    return (
      <EmptyState title={t("company.noPositions")} action={add}>
        {t("company.noPositionsHelp")}
      </EmptyState>
    );
  return (
    <>
      <ul className="lines">
        {company.positions.map((seat) => (
          <SeatRow key={seat.id} seat={seat} mayManage={company.can.manage} onOpen={setOpen} />
        ))}
      </ul>
      <div className="below row wrap">
        {add}
        {mayReadAccounts ? (
          <Go to="/accounts" search={{ companyId: company.id }}>
            {t("company.accounts")} ›
          </Go>
        ) : null}
      </div>
      {open?.what === "new" ? <AddPosition companyId={company.id} onClose={close} /> : null}
      {open?.what === "hold" ? (
        <HoldPosition
          companyId={company.id}
          position={{ id: open.seat.id, name: nameFor(open.seat) }}
          onClose={close}
        />
      ) : null}
      {open?.what === "vacate" || open?.what === "end" ? (
        <EndSeat seat={open.seat} isVacancy={open.what === "vacate"} onClose={close} />
      ) : null}
    </>
  );
}

type SeatRowProps = { seat: Seat; mayManage: boolean; onOpen: (open: Open) => void };

function SeatRow({ seat, mayManage, onOpen }: SeatRowProps) {
  const t = useText();
  const format = useFormat();
  const mayReadPeople = useMay("person.read");
  const name = nameFor(seat);
  const holder = seat.holderFamilyName
    ? format.person({ familyName: seat.holderFamilyName, givenName: seat.holderGivenName ?? "" })
    : null;
  return (
    <li className="seat">
      <div>
        <span className="soft">
          <LangText text={name} />
        </span>
        {holder ? (
          <b>
            {mayReadPeople && seat.holderId ? (
              <Go to="/people/$id" params={{ id: seat.holderId }}>
                <LangText text={holder} />
              </Go>
            ) : (
              <LangText text={holder} />
            )}
          </b>
        ) : (
          <span className="mute">{t("company.vacant")}</span>
        )}
        <small>
          {[
            seat.since ? t("company.since", { day: format.day(seat.since, "plain") }) : "",
            seat.telephone ? <a href={telephoneLink(seat.telephone)}>{seat.telephone}</a> : "",
            seat.email ? <a href={`mailto:${seat.email}`}>{seat.email}</a> : "",
          ]
            .filter(Boolean)
            .map((part, index) => (
              // oxlint-disable-next-line react/no-array-index-key
              <span key={index}>{part}</span>
            ))}
        </small>
      </div>
      {mayManage ? (
        <ActionMenu
          label={t("position.actions", { name })}
          actions={[
            { label: t("position.hold"), onClick: () => onOpen({ what: "hold", seat }) },
            {
              label: t("position.vacate"),
              offBecause: holder ? null : t("company.vacant"),
              onClick: () => onOpen({ what: "vacate", seat }),
            },
            { label: t("position.end"), isDanger: true, onClick: () => onOpen({ what: "end", seat }) },
          ]}
        />
      ) : null}
    </li>
  );
}

function EndSeat({ seat, isVacancy, onClose }: { seat: Seat; isVacancy: boolean; onClose: () => void }) {
  const t = useText();
  const vacate = useCommand(ending.vacatePosition, refreshes);
  const end = useCommand(ending.endPosition, refreshes);
  const command = isVacancy ? vacate : end;
  const name = nameFor(seat);
  return (
    <EndDialog
      title={t(isVacancy ? "position.vacateTitle" : "position.endTitle", { name })}
      dayLabel={t("ending.from")}
      dayHint={t("ending.fromHelp")}
      effect={() => t(isVacancy ? "position.vacateEffect" : "position.endEffect")}
      action={(day) => t(isVacancy ? "position.vacateFrom" : "position.endFrom", { day })}
      isBusy={command.isPending}
      error={command.error}
      onEnd={(on, reason) => command.mutate({ id: seat.id, on, reason }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

type Place = { id: string; name: string; rowVersion: number };

export function Places({ company }: { company: Company }) {
  const t = useText();
  const format = useFormat();
  const [isAdding, setAdding] = useState(false);
  const [ended, setEnded] = useState<Place | null>(null);
  const home = company.facts?.country;
  const add = (
    <Button
      size="s"
      icon="plus"
      offBecause={company.can.manage ? null : t("company.notYours")}
      onClick={() => setAdding(true)}
    >
      {t("place.add")}
    </Button>
  );
  const row = (unit: Company["departments"][number], rest: ReactNode) => {
    const name = nameFor(unit);
    return (
      <li key={unit.id}>
        <Lang lang={langOf(name)}>{name}</Lang>
        {rest}
        <span className="end" />
        {company.can.manage ? (
          <ActionMenu
            label={t("position.actions", { name })}
            actions={[
              {
                label: t("place.end"),
                isDanger: true,
                onClick: () => setEnded({ id: unit.id, name, rowVersion: unit.rowVersion }),
              },
            ]}
          />
        ) : null}
      </li>
    );
  };
  const isEmpty = company.sites.length + company.departments.length === 0;
  return (
    <>
      {isEmpty ? (
        <EmptyState title={t("company.noSites")} action={add}>
          {t("company.noSitesHelp")}
        </EmptyState>
      ) : (
        <>
          <ul className="lines">
            {company.sites.map((site) =>
              row(
                site,
                <>
                  {site.isPlant ? <Tag>{t("company.plant")}</Tag> : null}
                  {site.country === home ? null : (
                    <span className="mute">{format.country(site.country)}</span>
                  )}
                </>,
              ),
            )}
            {company.departments.map((unit) => row(unit, <Tag>{t("unit.department")}</Tag>))}
          </ul>
          <div className="below">{add}</div>
        </>
      )}
      {isAdding ? (
        <AddPlace companyId={company.id} country={home ?? null} onClose={() => setAdding(false)} />
      ) : null}
      {ended ? <EndPlace place={ended} onClose={() => setEnded(null)} /> : null}
    </>
  );
}

function EndPlace({ place, onClose }: { place: Place; onClose: () => void }) {
  const t = useText();
  const end = useCommand(ending.endUnit, refreshes);
  return (
    <EndDialog
      title={t("place.endTitle", { name: place.name })}
      dayLabel={t("ending.from")}
      dayHint={t("ending.fromHelp")}
      effect={() => t("place.endEffect")}
      action={(day) => t("place.endFrom", { day })}
      isBusy={end.isPending}
      error={end.error}
      onEnd={(on, reason) =>
        end.mutate({ id: place.id, on, reason, rowVersion: place.rowVersion }, { onSuccess: onClose })
      }
      onClose={onClose}
    />
  );
}
