// Corrections with which an edition came here as a file: its words hold them already.
import type { Output } from "#core/contract.ts";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Written } from "#web/ui/small.tsx";
import type { standards } from "../../contract.ts";
import { CorrectedWords } from "./CorrectedWords.tsx";

type Row = Output<typeof standards.listErrata>["brought"][number];

export function Brought({ id, rows }: { id: string; rows: readonly Row[] }) {
  const t = useText();
  const format = useFormat();
  if (rows.length === 0) return null;
  return (
    <section className="stack s" aria-labelledby="brought">
      <h2 id="brought">{t("erratum.brought", { count: rows.length })}</h2>
      <p className="soft">{t("erratum.broughtHelp")}</p>
      {rows.map(({ number, controlId, reason, issuedAt, before, words }) => (
        <Panel
          key={number}
          title={
            <>
              {t("erratum.number", { number })}{" "}
              <Go to="/standards/$id/controls/$controlId" params={{ id, controlId }} className="mono">
                {controlId}
              </Go>
            </>
          }
        >
          <p>
            <Written text={reason} />
          </p>
          <CorrectedWords before={before} after={words} />
          <p className="small soft">{t("erratum.broughtOn", { day: format.moment(issuedAt) })}</p>
        </Panel>
      ))}
    </section>
  );
}
