// Which fix lifts the most: one control at one company, or one control wherever it is open.
import { useState } from "react";
import { Go, type Search } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Heads, LangText } from "#web/ui/small.tsx";
import { NarrowFigures } from "./NarrowFigures.tsx";
import { StateMark } from "./ReadingMark.tsx";
import { type Looked, type Readiness, searchOf } from "./readiness.ts";

const few = 8;

export function LiftsPanel({ one, input }: { one: Readiness; input: Looked }) {
  const t = useText();
  const search = searchOf(one, input);
  const [first] = one.lifts;
  return (
    <div className="cols">
      <Panel
        className="c12"
        isFlush
        title={first ? titleOf(t, one, first) : t("readiness.fixNone")}
        footer={t("readiness.fixHelp")}
      >
        {first ? <Pairs one={one} search={search} /> : null}
      </Panel>
      {one.companies > 1 ? (
        <Panel
          className="c12"
          isFlush
          title={t("readiness.everywhere")}
          footer={t("readiness.everywhereHelp")}
        >
          {one.controls.length > 0 ? (
            <Everywhere one={one} />
          ) : (
            <p className="mapping-none soft">{t("readiness.everywhereNone")}</p>
          )}
        </Panel>
      ) : null}
    </div>
  );
}

/** The first row and why it is the first: what the companies then meet together counts before what one of them meets. */
function titleOf(t: ReturnType<typeof useText>, { companies }: Readiness, first: Readiness["lifts"][number]) {
  const named = { company: first.name, control: first.controlId };
  return companies > 1 && first.groupFlips > 0
    ? t("readiness.fixTitleGroup", { ...named, count: first.groupFlips })
    : t("readiness.fixTitle", { ...named, count: first.flips });
}

function Pairs({ one, search }: { one: Readiness; search: Search }) {
  const t = useText();
  const format = useFormat();
  const [isAll, setAll] = useState(false);
  const rows = isAll ? one.lifts : one.lifts.slice(0, few);
  return (
    <div className="scroll">
      <table className="grid roomy lifts">
        <Heads
          of={[
            [t("readiness.fix")],
            [t("readiness.fixWhere"), "wide-only"],
            [t("readiness.fixState"), "wide-only"],
            [t("readiness.fixFlips"), "num wide-only"],
            [t("readiness.fixGroup"), "num wide-only"],
            [t("readiness.fixItems"), "wide-only"],
          ]}
        />
        <tbody>
          {rows.map((lift) => (
            <tr key={`${lift.companyId} ${lift.controlId}`}>
              <td>
                <span className="mono nowrap">{lift.controlId}</span>{" "}
                <LangText text={lift.title} className="small soft" />
                <div className="narrow-only">
                  <Company lift={lift} search={search} /> <StateMark state={lift.state} />
                </div>
                <NarrowFigures
                  of={[
                    [t("readiness.fixFlips"), lift.flips],
                    [t("readiness.fixGroup"), lift.groupFlips],
                  ]}
                />
                <div className="narrow-only small">
                  <Ids of={lift.items} />
                </div>
              </td>
              <td className="wide-only">
                <Company lift={lift} search={search} />
              </td>
              <td className="nowrap wide-only">
                <StateMark state={lift.state} />
              </td>
              <td className="num wide-only">{format.number(lift.flips)}</td>
              <td className="num wide-only">{format.number(lift.groupFlips)}</td>
              <td className="small items wide-only">
                <Ids of={lift.items} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {one.lifts.length > few && !isAll ? (
        <Button size="s" look="quiet" onClick={() => setAll(true)}>
          {t("mapping.linesMore", { count: one.lifts.length - few })}
        </Button>
      ) : null}
    </div>
  );
}

function Company({ lift, search }: { lift: Readiness["lifts"][number]; search: Search }) {
  return (
    <Go to="/companies/$id/reading" params={{ id: lift.companyId }} search={search}>
      <LangText text={lift.name} />
    </Go>
  );
}

/** Ids one by one: a line breaks between them, never at their hyphens. */
function Ids({ of }: { of: readonly string[] }) {
  return of.map((id) => (
    <span key={id}>
      <span className="mono nowrap">{id}</span>{" "}
    </span>
  ));
}

function Everywhere({ one }: { one: Readiness }) {
  const t = useText();
  const format = useFormat();
  return (
    // A region that scrolls must be reachable by the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="scroll" aria-label={t("readiness.everywhere")} tabIndex={0}>
      <table className="grid roomy lifts">
        <Heads
          of={[
            [t("readiness.fix")],
            [t("readiness.everywhereAt"), "num wide-only"],
            [t("readiness.everywhereSum"), "num wide-only"],
            [t("readiness.fixGroup"), "num wide-only"],
          ]}
        />
        <tbody>
          {one.controls.slice(0, few).map((row) => (
            <tr key={row.controlId}>
              <td>
                <span className="mono nowrap">{row.controlId}</span>{" "}
                <LangText text={row.title} className="small soft" />
                <NarrowFigures
                  of={[
                    [t("readiness.everywhereAt"), row.companies],
                    [t("readiness.everywhereSum"), row.flips],
                    [t("readiness.fixGroup"), row.groupFlips],
                  ]}
                />
              </td>
              <td className="num wide-only">{format.number(row.companies)}</td>
              <td className="num wide-only">{format.number(row.flips)}</td>
              <td className="num wide-only" title={row.groupItems.join(" ")}>
                {format.number(row.groupFlips)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
