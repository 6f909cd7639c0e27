// Several files for one inspection: before one of them is kept, where the others say something else.
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Verdict } from "#web/ui/marks.tsx";
import { Panel } from "#web/ui/parts.tsx";
import { BothFiles } from "./BothAnswers.tsx";
import type { Returned } from "./returned.ts";

type Other = Returned["beside"][number];
type Row = Other["rows"][number];

export function Beside({ of }: { of: Returned }) {
  return of.beside.map((other) => <OneOther key={other.id} of={of} other={other} />);
}

function OneOther({ of, other }: { of: Returned; other: Other }) {
  const t = useText();
  const format = useFormat();
  const count = other.rows.length + other.scope.length;
  const word = (value: boolean | null) =>
    value === null ? "–" : t(value ? "workbook.sheet.yes" : "workbook.sheet.no");
  return (
    <Panel
      className="c12"
      title={
        count > 0
          ? t("workbook.beside.title", { count, name: other.fileName })
          : t("workbook.beside.titleNone", { name: other.fileName })
      }
      more={t("workbook.beside.received", { at: format.moment(other.receivedAt) })}
      footer={
        <Go to="/inspections/$id/workbook/$returnId" params={{ id: of.inspectionId, returnId: other.id }}>
          {t("workbook.beside.open")}
        </Go>
      }
    >
      {other.scope.map((one) => (
        <p key={one.question}>
          <b className="strong">{one.question}</b>{" "}
          {t("workbook.beside.scope", { mine: word(one.mine), theirs: word(one.theirs) })}
        </p>
      ))}
      {other.rows.map((row) => (
        <section key={row.controlId} className="conflict" aria-label={row.title}>
          <p>
            <span className="mono">{row.controlId}</span> {row.title}
          </p>
          <Differing row={row} />
        </section>
      ))}
    </Panel>
  );
}

function Differing({ row: { mine, theirs } }: { row: Row }) {
  const t = useText();
  const heads = { mine: t("workbook.beside.mine"), theirs: t("workbook.beside.theirs") };
  if (mine && theirs) return <BothFiles mine={mine} theirs={theirs} heads={heads} />;
  const said = mine ?? theirs;
  if (!said) return null;
  return (
    <p>
      {t(mine ? "workbook.beside.mineOnly" : "workbook.beside.theirsOnly")} <Verdict verdict={said.verdict} />{" "}
      {[said.how, said.missing, said.reason, said.proof?.title].filter(Boolean).join(" · ")}
    </p>
  );
}
