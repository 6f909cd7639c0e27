// A number of the figures that opens its rows: incidents in the register, notices and clocks in their own list.
import type { Output } from "#core/contract.ts";
import { Go, type Search } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import type { incidents } from "../../contract.ts";
import { type By, type Counted, type DueKind, placeOf } from "../rules.ts";

export type Figures = Output<typeof incidents.getIncidentFigures>;
/** Where a number stands: the days and the division of the page, and of which row it is; null: of all. */
export type Place = {
  by: By;
  key: string | null;
  days: { from: string; to: string };
  divisionId: string | undefined;
};

const narrowed = ({ by, key, days, divisionId }: Place): { search: Search; from: string; to: string } => {
  const { days: within, ...where } = placeOf(by, key, days);
  return { search: { ...where, ...(divisionId ? { divisionId } : {}) }, ...within };
};

type OpensProps = { place: Place; counted: Counted; number: number | string };

/** Of nothing there is nothing to open. */
export function Opens({ place, counted, number }: OpensProps) {
  const t = useText();
  const format = useFormat();
  if (number === 0) return format.number(0);
  const { search, from, to } = narrowed(place);
  return (
    <Go
      to="/incidents"
      search={{ ...search, view: "all", counted, discoveredFrom: from, discoveredTo: to }}
      className="tn inc-opens"
      title={t(`incidents.counted.${counted}`)}
    >
      {typeof number === "number" ? format.number(number) : number}
    </Go>
  );
}

/** A share of few is left grey: it says nothing of how fast somebody is. Of nothing there is no share. */
export function Share({
  place,
  part,
  whole,
  fewest,
  of,
}: {
  place: Place;
  part: number;
  whole: number;
  fewest: number;
  of: "incidents" | DueKind;
}) {
  const format = useFormat();
  if (whole === 0) return "–";
  return (
    <span className={whole < fewest ? "inc-share few" : "inc-share"}>
      <i aria-hidden="true">
        <b style={{ width: `${Math.round((part / whole) * 100)}%` }} />
      </i>
      <span className="tn">
        <span>{format.percent(part / whole)}</span>
        <span className="mute">
          <Parts place={place} part={part} whole={whole} of={of} />
        </span>
      </span>
    </span>
  );
}

export function Parts({
  place,
  part,
  whole,
  of,
}: {
  place: Place;
  part: number;
  whole: number;
  of: "incidents" | DueKind;
}) {
  if (of !== "incidents")
    return (
      <>
        <OpensDues place={place} what={of} number={part} isInTime />
        {" / "}
        <OpensDues place={place} what={of} number={whole} />
      </>
    );
  return (
    <>
      <Opens place={place} counted="in_time" number={part} />
      {" / "}
      <Opens place={place} counted="due" number={whole} />
    </>
  );
}

function OpensDues({
  place,
  what,
  number,
  isInTime = false,
}: {
  place: Place;
  what: DueKind;
  number: number;
  isInTime?: boolean;
}) {
  const t = useText();
  const format = useFormat();
  if (number === 0) return format.number(0);
  const { search, from, to } = narrowed(place);
  return (
    <Go
      to="/incidents/figures/dues"
      search={{ ...search, what, from, to, ...(isInTime ? { view: "in_time" } : {}) }}
      className="tn inc-opens"
      title={t(isInTime ? "incidentDues.view.in_time" : "incidentDues.view.all")}
    >
      {format.number(number)}
    </Go>
  );
}
