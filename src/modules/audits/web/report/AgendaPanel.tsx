// How a visit goes: meetings with who was there, where one walks and whom one talks to.
import { useState } from "react";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Written } from "#web/ui/small.tsx";
import { AgendaDialog } from "./AgendaDialog.tsx";
import type { Preparation } from "./report.ts";

export function AgendaPanel({ of }: { of: Preparation }) {
  const t = useText();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  return (
    <Panel
      title={
        of.agenda.length === 0
          ? t("audits.agenda.titleNone")
          : t("audits.agenda.title", { count: of.agenda.length })
      }
      footer={
        of.can.conduct ? <Button onClick={() => setOpen(true)}>{t("audits.agenda.edit")}</Button> : null
      }
    >
      {of.agenda.length === 0 ? (
        <p className="soft">{t(of.can.conduct ? "audits.agenda.noneHelp" : "audits.agenda.noneOwn")}</p>
      ) : (
        <table className="agenda">
          <tbody>
            {of.agenda.map((line, nth) => (
              // Lines are replaced as a whole.
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={nth}>
                <th scope="row">
                  {format.day(line.day, "week")} {line.begins ?? ""}
                </th>
                <td>{t(`audits.agenda.kind.${line.kind}`)}</td>
                <td>
                  <LangText text={[line.what, line.place].filter(Boolean).join(" · ") || "–"} />
                  {line.who ? (
                    <p className="soft small">
                      <LangText text={line.who} />
                    </p>
                  ) : null}
                  {line.minutes ? (
                    <p>
                      <Written text={line.minutes} />
                    </p>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {isOpen ? <AgendaDialog of={of} onClose={() => setOpen(false)} /> : null}
    </Panel>
  );
}
