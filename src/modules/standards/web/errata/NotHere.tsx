// Words that an erratum of another edition corrected and that this edition has not: said wherever the edition is read.
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Go, GoButton } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Lang, Written } from "#web/ui/small.tsx";
import { Note } from "#web/ui/states.tsx";
import { standards } from "../../contract.ts";
import { CorrectedWords } from "./CorrectedWords.tsx";

type Row = Output<typeof standards.listErrataNotHere>["rows"][number];
type Said = Pick<Row, "editionId" | "edition" | "number" | "issuedAt" | "keptBecause">;

/** Which erratum, when, and why its words are not taken; with the way to it. */
export function NotHereSaid({ of }: { of: Said }) {
  const t = useText();
  const format = useFormat();
  return (
    <>
      <Go to="/standards/$id/errata" params={{ id: of.editionId }} className="linkish">
        {t("notHere.control", {
          number: of.number,
          edition: of.edition,
          day: format.moment(of.issuedAt, "plain"),
        })}
      </Go>{" "}
      {of.keptBecause === null ? (
        t("notHere.unsaid")
      ) : (
        <>
          {t("notHere.kept")} <Written text={of.keptBecause} />
        </>
      )}
    </>
  );
}

/** Above the edition: how many, as long as nobody has said why. */
export function NotHereNote({ id }: { id: string }) {
  const t = useText();
  const read = useOperation(standards.listErrataNotHere, { id });
  const count = (read.data?.rows ?? []).filter((one) => one.keptBecause === null).length;
  if (count === 0) return null;
  return (
    <Note kind="warn">
      {t("notHere.count", { count })}{" "}
      <Go to="/standards/$id/errata" params={{ id }} className="linkish">
        {t("notHere.see")}
      </Go>
    </Note>
  );
}

/** At one control. */
export function NotHereOf({ id, controlId }: { id: string; controlId: string }) {
  const read = useOperation(standards.listErrataNotHere, { id });
  const rows = (read.data?.rows ?? []).filter((one) => one.controlId === controlId);
  return rows.map((row) => (
    <Note key={row.erratumId} kind="warn">
      <NotHereSaid of={row} />
    </Note>
  ));
}

/** All of them, each with the way to correct it here as well. */
export function NotHereRows({ id, mayCorrect }: { id: string; mayCorrect: boolean }) {
  const t = useText();
  const read = useOperation(standards.listErrataNotHere, { id });
  if (read.isError) return <ErrorState error={read.error} />;
  const rows = read.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <Panel title={t("notHere.count", { count: rows.length })}>
      <ul className="draft-errata-rows">
        {rows.map((row) => (
          <li key={`${row.erratumId} ${row.controlId}`}>
            <p>
              <Go
                to="/standards/$id/controls/$controlId"
                params={{ id, controlId: row.controlId }}
                className="mono"
              >
                {row.controlId}
              </Go>{" "}
              <Lang lang={row.title.lang}>{row.title.text}</Lang>
            </p>
            <p>
              <NotHereSaid of={row} />
            </p>
            <p className="soft">
              <Written text={row.reason} />
            </p>
            <CorrectedWords before={row.here} after={row.taken} />
            {mayCorrect && row.keptBecause === null ? (
              <div className="row">
                <GoButton
                  size="s"
                  look="accent"
                  to="/standards/$id/controls/$controlId/correct"
                  params={{ id, controlId: row.controlId }}
                  search={{ as: row.erratumId }}
                >
                  {t("notHere.correctHere")}
                </GoButton>
              </div>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
