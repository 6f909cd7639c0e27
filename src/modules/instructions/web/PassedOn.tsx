// Instructions by which this one was passed on below, with how far they are.
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { issuerOf, type ReceivedRecord } from "./rows.ts";
import { ToldBar } from "./State.tsx";

export function PassedOn({ rows }: { rows: ReceivedRecord["children"] }) {
  const t = useText();
  const format = useFormat();
  if (rows.length === 0) return null;
  return (
    <Panel title={t("instruction.below")} isFlush>
      <table className="grid">
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <Go to="/instructions/$id" params={{ id: row.id }}>
                  {row.number ? `${row.number} ` : ""}
                  <LangText text={row.title} />
                </Go>{" "}
                {row.state === "issued" ? null : <Tag>{t(`instruction.state.${row.state}`)}</Tag>}
                <span className="sub small soft">
                  {" "}
                  <LangText text={issuerOf(row)} /> · {format.day(row.dueOn, "plain")}
                </span>
              </td>
              <td style={{ width: "34%" }}>
                <ToldBar of={row} />
                <span className="small soft">
                  {t("instruction.doneOf", { done: row.done, count: row.told - row.left })}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
