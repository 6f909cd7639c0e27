// Causes against kinds: the fuller the ground, the more incidents stand there; each number opens them.
import { Picture } from "#web/charts/Picture.tsx";
import { Go } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Heads } from "#web/ui/small.tsx";
import { Scroll } from "#web/ui/Scroll.tsx";
import { type Cause, type Causes, registerOf } from "./shown.ts";

type Props = { data: Causes; divisionId: string | undefined };

export function CauseKinds({ data, divisionId }: Props) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const { kinds, causes } = data;
  const kindName = (kind: string) => any(`incident.kind.${kind}`);
  const causeName = ({ id }: Cause) => any(`after.cause.${id}`);
  const most = Math.max(1, ...causes.flatMap((cause) => cause.kinds));
  const reviewed = data.incidents - (causes.find(({ id }) => id === "not_reviewed")?.incidents ?? 0);
  const number = (count: number, cell: { cause: string; kind?: string }) => (
    <Count count={count} search={registerOf(data, { ...cell, divisionId })} />
  );
  return (
    <Picture
      title={t("causes.kindsTitle", { reviewed, count: data.incidents })}
      more={`${format.day(data.from)} – ${format.day(data.to)}`}
      summary={causes
        .filter(({ incidents }) => incidents > 0)
        .map((cause) => t("causes.summary", { cause: causeName(cause), count: cause.incidents }))
        .join(" ")}
      table={{
        heads: [t("causes.cause"), t("causes.incidents"), ...kinds.map(kindName)],
        rows: causes.map((cause) => [causeName(cause), cause.incidents, ...cause.kinds]),
      }}
      fileName="yagura-causes"
      footer={t("incidentFigures.causesOverlap")}
    >
      <Scroll label={t("causes.title")}>
        <table className="maturity causes">
          <Heads
            of={[
              [t("causes.cause")],
              [t("causes.incidents"), "num"],
              ...kinds.map((kind): [string, string] => [kindName(kind), "level"]),
            ]}
          />
          <tbody>
            {causes.map((cause) => (
              <tr key={cause.id}>
                <th scope="row">{causeName(cause)}</th>
                <td className="num strong">{number(cause.incidents, { cause: cause.id })}</td>
                {cause.kinds.map((count, at) => (
                  <td key={kinds[at]} className="level">
                    {/* The ground repeats the number: the fuller, the more incidents stand there. */}
                    <span
                      className={count === 0 ? "nil" : undefined}
                      style={{ "--share": `${Math.round((100 * count) / most)}%` } as React.CSSProperties}
                    >
                      {count === 0 ? <i>0</i> : number(count, { cause: cause.id, kind: kinds[at] ?? "" })}
                    </span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Picture>
  );
}

/** Opens its rows for whoever may read incidents. */
export function Count({ count, search }: { count: number; search: Record<string, string> }) {
  const format = useFormat();
  const mayRead = useMay("incident.read");
  if (count === 0 || !mayRead) return format.number(count);
  return (
    <Go to="/incidents" search={search} className="tn">
      {format.number(count)}
    </Go>
  );
}
