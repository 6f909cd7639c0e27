// How the controls against each cause stand: at companies that it has touched, and at all the others.
import { Picture } from "#web/charts/Picture.tsx";
import { Go } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Heads } from "#web/ui/small.tsx";
import { Scroll } from "#web/ui/Scroll.tsx";
import { sharesOf } from "../../rules.ts";
import { Count } from "./CauseKinds.tsx";
import { type Against, type Cause, type Causes, registerOf } from "./shown.ts";

type Round = NonNullable<Causes["round"]>;
type Props = { data: Causes; round: Round; divisionId: string | undefined };
type Tagged = Cause & { against: Against };

export function CauseControls({ data, round, divisionId }: Props) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const causes = data.causes.filter((cause): cause is Tagged => cause.against !== null);
  const percent = (value: number | null) => (value === null ? "–" : format.percent(value / 100));
  const name = ({ id }: Cause) => any(`after.cause.${id}`);
  if (causes.length === 0) return <p className="soft">{t("causes.untagged", { edition: round.edition })}</p>;
  return (
    <Picture
      title={t("causes.controlsTitle", { year: format.fiscalYear(round.fiscalYear), name: round.name })}
      more={t("causes.asked", { count: round.companies })}
      summary={causes
        .map((cause) =>
          t("causes.controlsSummary", {
            cause: name(cause),
            touched: percent(cause.against.touched.median),
            others: percent(cause.against.others.median),
          }),
        )
        .join(" ")}
      table={{
        heads: [
          t("causes.cause"),
          t("causes.incidents"),
          t("causes.controls"),
          ...(["touched", "others"] as const).flatMap((side) => [
            `${t(`causes.${side}`)}: ${t("causes.companies")}`,
            `${t(`causes.${side}`)}: ${t("causes.median")}`,
            `${t(`causes.${side}`)}: ${t("causes.lowest")}`,
            `${t(`causes.${side}`)}: ${t("causes.lacking")}`,
          ]),
          t("causes.findings"),
        ],
        rows: causes.map((cause) => [
          name(cause),
          cause.incidents,
          cause.against.controls,
          ...(["touched", "others"] as const).flatMap((side) => {
            const { companies, median, lowest, lacking } = cause.against[side];
            return [companies, median, lowest, lacking];
          }),
          cause.against.findings,
        ]),
      }}
      fileName="yagura-causes-controls"
      footer={
        <Go
          to="/group/overview"
          search={{ columns: "harms", roundId: round.id, ...(divisionId ? { division: divisionId } : {}) }}
        >
          {t("causes.byCompany")} ›
        </Go>
      }
    >
      <Legend threshold={percent(round.meetsFromPercent)} />
      <Scroll label={t("causes.controls")}>
        <table className="maturity causes sides">
          <Heads
            of={[
              [t("causes.cause")],
              [t("causes.incidents"), "num"],
              [t("causes.score"), "wide"],
              [t("causes.lacking")],
              [t("causes.findings"), "num"],
            ]}
          />
          <tbody>
            {causes.map((cause) => (
              <tr key={cause.id}>
                <th scope="row">
                  {name(cause)}
                  <small>
                    {t("causes.ofControls", {
                      count: cause.against.controls,
                      mandatory: cause.against.mandatory,
                    })}
                  </small>
                </th>
                <td className="num strong" data-head={t("causes.incidents")}>
                  <Count count={cause.incidents} search={registerOf(data, { cause: cause.id, divisionId })} />
                </td>
                <td className="wide" data-head={t("causes.score")}>
                  <Sides against={cause.against} meetsFrom={round.meetsFromPercent} />
                </td>
                <td className="lines" data-head={t("causes.lacking")}>
                  <Lacking side={cause.against.touched} name={t("causes.touched")} />
                  <Lacking side={cause.against.others} name={t("causes.others")} />
                </td>
                <td className="num" data-head={t("causes.findings")}>
                  <Findings count={cause.against.findings} harm={cause.id} divisionId={divisionId} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="age ruled">{t("causes.note")}</p>
    </Picture>
  );
}

/** Two medians on one scale of 0 to 100, with what is needed; the numbers stand below in words. */
function Sides({ against, meetsFrom }: { against: Against; meetsFrom: number }) {
  const t = useText();
  const format = useFormat();
  const { touched, others } = against;
  const at = (percent: number) => ({ left: `${percent}%` });
  const both = touched.median !== null && others.median !== null;
  const from = Math.min(touched.median ?? 0, others.median ?? 0);
  const until = Math.max(touched.median ?? 0, others.median ?? 0);
  const said = (side: Against["touched"]) =>
    side.median === null
      ? t("causes.tooFew", { count: side.scored })
      : `${format.percent(side.median / 100)} (n = ${format.number(side.scored)})`;
  return (
    <>
      <span className="interval causes-scale" aria-hidden="true">
        {both ? <i style={{ left: `${from}%`, width: `${until - from}%` }} /> : null}
        <u style={at(meetsFrom)} />
        {others.median === null ? null : <b className="others" style={at(others.median)} />}
        {touched.median === null ? null : <b style={at(touched.median)} />}
      </span>
      <span className="causes-said">
        <span>
          {t("causes.touched")} <b>{said(touched)}</b> <Known side={touched} />
        </span>
        <span>
          {t("causes.others")} <b>{said(others)}</b> <Known side={others} />
        </span>
      </span>
    </>
  );
}

/** Beside every score how much of it is known. */
function Known({ side: { known } }: { side: Against["touched"] }) {
  const t = useText();
  const format = useFormat();
  if (!known || known.required === 0) return null;
  const { answered, na, unknown, verified } = sharesOf(known);
  const share = (percent: number) => format.percent(percent / 100);
  return (
    <span className="mute">
      {t("causes.known", {
        answered: share(answered),
        na: share(na),
        unknown: share(unknown),
        verified: share(verified),
      })}
    </span>
  );
}

function Lacking({ side, name }: { side: Against["touched"]; name: string }) {
  const t = useText();
  return (
    <div>
      {name} {t("causes.lackingOf", { lacking: side.lacking, of: side.readable })}
    </div>
  );
}

function Findings({
  count,
  harm,
  divisionId,
}: {
  count: number;
  harm: string;
  divisionId: string | undefined;
}) {
  const format = useFormat();
  const mayRead = useMay("finding.read");
  if (count === 0 || !mayRead) return format.number(count);
  return (
    <Go to="/findings" search={{ harm, ...(divisionId ? { divisionId } : {}) }} className="tn">
      {format.number(count)}
    </Go>
  );
}

function Legend({ threshold }: { threshold: string }) {
  const t = useText();
  return (
    <p className="legend causes-legend">
      <span>
        <i className="dot" /> {t("causes.touched")}
      </span>
      <span>
        <i className="dot others" /> {t("causes.others")}
      </span>
      <span>
        <i className="bar" /> {t("causes.meetsFrom", { percent: threshold })}
      </span>
    </p>
  );
}
