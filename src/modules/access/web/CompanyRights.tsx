// On a company's page: its positions with who holds them now and who stands in, the rights that are theirs, and the rights
// that people hold here in person.
import { useState } from "react";
import { organization } from "#modules/organization/contract.ts";
import { standingIn } from "#modules/organization/standing-in/contract.ts";
import { useOperation } from "#web/api.ts";
import type { CompanySectionProps } from "#web/company-sections.tsx";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { access } from "../contract.ts";
import { type Seat, SeatDialog, useAwayUntil } from "./SeatDialog.tsx";
import { useRoleName } from "./words.ts";

const givers = ["grant.give_any", "grant.give_company", "grant.give_helpers"];

export default function CompanyRights({ companyId }: CompanySectionProps) {
  const t = useText();
  const format = useFormat();
  const roleName = useRoleName();
  const awayUntil = useAwayUntil();
  const { permissions } = useSession();
  const mayReadPeople = useMay("person.read");
  const [opened, open] = useState<string | null>(null);
  const company = useOperation(organization.getCompany, { id: companyId });
  const standIns = useOperation(standingIn.listStandIns, { id: companyId }, { enabled: mayReadPeople });
  const held = useOperation(access.listGrants, {
    companyId,
    ofPositions: true,
    isCurrent: true,
    limit: 500,
  });
  const failed = [company, standIns, held].find((one) => one.isError);
  if (failed)
    return (
      <Panel className="c6" title={t("rights.title")}>
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      </Panel>
    );
  if (!company.data || !held.data || (mayReadPeople && !standIns.data))
    return (
      <Panel className="c6" title={t("rights.title")}>
        <Loading rows={4} />
      </Panel>
    );
  const seats = company.data.positions.map((one): Seat => {
    const deputy = standIns.data?.deputies.find((row) => row.positionId === one.id);
    return {
      id: one.id,
      name: nameFor(one),
      holder: one.holderId
        ? {
            id: one.holderId,
            name: format.person({
              familyName: one.holderFamilyName ?? "",
              givenName: one.holderGivenName ?? "",
            }),
          }
        : null,
      awayUntil: awayUntil(standIns.data?.absences ?? [], one.holderId),
      deputy: deputy ? { id: deputy.personId, name: deputy.personName, isActing: deputy.isActing } : null,
    };
  });
  const rolesOf = (seat: Seat) =>
    held.data.rows.filter((row) => row.positionId === seat.id).map((row) => roleName(row));
  const withRights = seats.filter((seat) => rolesOf(seat).length > 0).length;
  const chosen = seats.find((seat) => seat.id === opened);
  return (
    <Panel className="c6" title={t("rights.seatsTitle", { count: withRights })} more={t("rights.seatsMore")}>
      {seats.length === 0 ? (
        <p className="soft">{t("rights.noSeats")}</p>
      ) : (
        <ul className="lines">
          {seats.map((seat) => (
            <SeatLine key={seat.id} seat={seat} roles={rolesOf(seat)} onOpen={() => open(seat.id)} />
          ))}
        </ul>
      )}
      <HeldHere companyId={companyId} />
      {chosen ? (
        <SeatDialog
          seat={chosen}
          company={{ id: companyId, name: nameFor(company.data), mayManage: company.data.can.manage }}
          mayGive={givers.some((giver) => permissions.includes(giver))}
          onClose={() => open(null)}
        />
      ) : null}
    </Panel>
  );
}

function SeatLine({ seat, roles, onOpen }: { seat: Seat; roles: readonly string[]; onOpen: () => void }) {
  const t = useText();
  const format = useFormat();
  return (
    <li>
      <span>
        <LangText text={seat.name} />{" "}
        {roles.length > 0 ? (
          <b>
            <LangText text={format.list(roles)} />
          </b>
        ) : (
          <span className="mute">{t("rights.none")}</span>
        )}
        <small>
          {seat.holder ? <LangText text={seat.holder.name} /> : t("company.vacant")}
          {seat.awayUntil
            ? ` (${t("position.holderAway", { day: format.day(seat.awayUntil, "plain") })})`
            : null}
          {seat.deputy ? (
            <>
              {" · "}
              <LangText text={t("position.deputy", { name: seat.deputy.name })} />
            </>
          ) : null}
        </small>
      </span>
      {seat.deputy?.isActing ? <Tag>{t("rights.deputyActs")}</Tag> : null}
      <span className="end">
        <button
          type="button"
          className="btn s"
          aria-label={t("rights.ofSeat", { name: seat.name })}
          onClick={onOpen}
        >
          {t("position.rights")}
        </button>
      </span>
    </li>
  );
}

const most = 20;

/** Rights given in person at this very company, so that both kinds stand together. */
function HeldHere({ companyId }: { companyId: string }) {
  const t = useText();
  const format = useFormat();
  const roleName = useRoleName();
  const [limit, setLimit] = useState(most);
  const held = useOperation(access.listGrants, { unitId: companyId, isCurrent: true, limit }, { keep: true });
  const rows = (held.data?.rows ?? []).filter((row) => row.personId !== null);
  if (rows.length === 0) return null;
  return (
    <details className="past">
      <summary>{t("rights.inPerson")}</summary>
      <ul className="lines">
        {rows.map((row) => (
          <li key={row.id}>
            <span>
              <LangText text={row.personName ?? ""} />
              <small>
                <LangText text={roleName(row)} />
              </small>
            </span>
            <span className="end">{t("grant.since", { day: format.day(row.validFrom, "plain") })}</span>
          </li>
        ))}
      </ul>
      {held.data?.next ? (
        <Button size="s" onClick={() => setLimit(500)}>
          {t("rights.showAll")}
        </Button>
      ) : null}
    </details>
  );
}
