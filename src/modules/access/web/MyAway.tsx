// I am away: from a day to a day, and who stands in meanwhile; and for whom I stand in.
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { standingIn } from "#modules/organization/standing-in/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { DateField } from "#web/forms/fields.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Button, Loading } from "#web/ui/parts.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { access } from "../contract.ts";
import { NameOwnDeputy } from "./NameOwnDeputy.tsx";

type Away = Output<typeof standingIn.getOwnAway>;
const reads = [standingIn.getOwnAway, access.getOwnRights];

export function MyAway() {
  const t = useText();
  const away = useOperation(standingIn.getOwnAway, {});
  if (away.isError) return <ErrorState error={away.error} onRetry={() => void away.refetch()} />;
  if (!away.data) return <Loading rows={3} />;
  const { absences, seats } = away.data;
  const mine = seats.filter((seat) => seat.isMine);
  const standing = seats.filter((seat) => !seat.isMine);
  return (
    <div className="stack">
      <p className="soft">{t("away.help")}</p>
      {absences.length === 0 ? (
        <p>{t("away.none")}</p>
      ) : (
        <ul className="lines">
          {absences.map((absence) => (
            <AbsenceLine key={absence.id} absence={absence} />
          ))}
        </ul>
      )}
      <EnterForm />
      {mine.length > 0 ? (
        <section aria-label={t("away.seats")}>
          <h3>{t("away.seats")}</h3>
          <ul className="lines">
            {mine.map((seat) => (
              <OwnSeat key={seat.positionId} seat={seat} />
            ))}
          </ul>
        </section>
      ) : null}
      {standing.length > 0 ? (
        <section aria-label={t("away.youStandIn")}>
          <h3>{t("away.youStandIn")}</h3>
          <ul className="lines">
            {standing.map((seat) => (
              <li key={seat.positionId}>
                <span>
                  <LangText text={nameFor(seat)} />
                  <small>
                    {seat.otherName
                      ? t("away.standsFor", { name: seat.otherName })
                      : t("away.standsForNobody")}
                  </small>
                </span>
                {seat.isActing ? <Tag>{t("away.acting")}</Tag> : null}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

function EnterForm() {
  const t = useText();
  const { today } = useSession();
  const enter = useCommand(standingIn.enterOwnAbsence, reads);
  const [form, setForm] = useState({ from: today, lastDay: "" });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate(form, { onSuccess: () => setForm({ from: today, lastDay: "" }) });
  };
  const missing = !form.from
    ? t("forms.first", { field: t("away.from") })
    : form.lastDay
      ? null
      : t("away.endFirst");
  return (
    <form className="form" onSubmit={submit}>
      <div className="two">
        <DateField label={t("away.from")} value={form.from} onChange={(from) => setForm({ ...form, from })} />
        <DateField
          label={t("away.lastDay")}
          value={form.lastDay}
          onChange={(lastDay) => setForm({ ...form, lastDay })}
        />
      </div>
      <FormError error={enter.error} />
      <div>
        <Button type="submit" look="main" isBusy={enter.isPending} offBecause={missing}>
          {t("away.enter")}
        </Button>
      </div>
    </form>
  );
}

function AbsenceLine({ absence }: { absence: Away["absences"][number] }) {
  const t = useText();
  const format = useFormat();
  const { today } = useSession();
  const end = useCommand(standingIn.endOwnAbsence, reads);
  const isNow = absence.from <= today;
  return (
    <li>
      <span>
        {t("away.span", {
          from: format.day(absence.from, "plain"),
          lastDay: format.day(addDays(absence.until, -1), "plain"),
        })}
        <FormError error={end.error} />
      </span>
      {isNow ? <Tag>{t("away.now")}</Tag> : null}
      <span className="end">
        <Button
          size="s"
          isBusy={end.isPending}
          onClick={() => end.mutate({ id: absence.id, backOn: isNow ? today : absence.from })}
        >
          {t(isNow ? "away.back" : "away.cancel")}
        </Button>
      </span>
    </li>
  );
}

function OwnSeat({ seat }: { seat: Away["seats"][number] }) {
  const t = useText();
  const mayReadPeople = useMay("person.read");
  const { today } = useSession();
  const [isNaming, setNaming] = useState(false);
  const end = useCommand(access.endOwnDeputy, reads);
  const name = nameFor(seat);
  return (
    <li>
      <span>
        <LangText text={name} />
        <small>{seat.otherName ? t("away.hasDeputy", { name: seat.otherName }) : t("away.noDeputy")}</small>
        <FormError error={end.error} />
      </span>
      <span className="end row wrap">
        <Button
          size="s"
          offBecause={mayReadPeople ? null : t("away.askOffice")}
          onClick={() => setNaming(true)}
        >
          {t(seat.otherName ? "away.otherDeputy" : "position.nameDeputy")}
        </Button>
        {seat.otherName ? (
          <Button
            size="s"
            isBusy={end.isPending}
            onClick={() => end.mutate({ id: seat.positionId, on: today })}
          >
            {t("position.endDeputy")}
          </Button>
        ) : null}
      </span>
      {isNaming ? (
        <NameOwnDeputy seat={{ id: seat.positionId, name }} onClose={() => setNaming(false)} />
      ) : null}
    </li>
  );
}
