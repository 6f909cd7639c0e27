// What became of each control since the edition before, with both wordings (T-10).
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Go, useParam } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Lang, Tag, Written } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { standards } from "../contract.ts";
import { ChangeActions, DecideAll } from "./draft/ChangeActions.tsx";
import { DraftErrata } from "./draft/DraftErrata.tsx";
import { NotHereSaid } from "./errata/NotHere.tsx";
import { ChangedTexts, TitleWas, withoutTitle, Wording } from "./ChangedWords.tsx";
import { EditionFrame } from "./EditionFrame.tsx";

export default function ChangesPage() {
  const t = useText();
  const id = useParam("id");
  const changes = useOperation(standards.listEditionChanges, { id });
  const rows = changes.data?.rows ?? [];
  const count = (...kinds: string[]) => rows.filter((row) => kinds.includes(row.change)).length;
  const previous = changes.data?.previous;
  return (
    <EditionFrame
      id={id}
      tab="editions"
      title={(edition) =>
        !changes.data
          ? edition.name.text
          : previous
            ? t("changes.title", {
                changed: count("changed", "reworded", "split", "merged"),
                new: count("new"),
                withdrawn: count("withdrawn"),
                edition: previous.edition,
              })
            : t("changes.first")
      }
    >
      {(edition) =>
        changes.isError ? (
          <ErrorState error={changes.error} />
        ) : !changes.data ? (
          <Loading />
        ) : (
          <div className="stack">
            {isWritten(edition) ? <DraftErrata id={id} isStill={edition.state !== "draft"} /> : null}
            {edition.state === "draft" && edition.can.publish ? <DecideAll id={id} rows={rows} /> : null}
            {previous ? (
              <>
                <ChangeRows
                  id={id}
                  rows={rows.filter(isTold)}
                  isWriting={edition.state === "draft" && edition.can.publish}
                />
                <BesideRows id={id} rows={rows.filter((row) => !isTold(row) && row.facts.length > 0)} />
              </>
            ) : (
              <EmptyState icon="standards" title={t("changes.firstTitle")}>
                {t("changes.firstHelp")}
              </EmptyState>
            )}
          </div>
        )
      }
    </EditionFrame>
  );
}

const isWritten = ({ state, can }: Pick<Output<typeof standards.getEdition>, "state" | "can">) =>
  can.publish && (state === "draft" || state === "in_review");

/** Also where what is asked stayed the same: words that changed in one language were read by those who answered in it. */
const isTold = (row: Row) =>
  row.change !== "unchanged" || row.notHere !== null || row.before?.text !== row.after?.text;

type Rows = Output<typeof standards.listEditionChanges>["rows"];

function ChangeRows({ id, rows, isWriting }: { id: string; rows: Rows; isWriting: boolean }) {
  const t = useText();
  if (rows.length === 0) return <EmptyState title={t("changes.none")}>{t("changes.noneHelp")}</EmptyState>;
  return (
    <Panel isFlush>
      <table className="grid roomy diff-table">
        <thead>
          <tr>
            <th scope="col">{t("standard.control")}</th>
            <th scope="col">{t("changes.what")}</th>
            <th scope="col">{t("changes.answers")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.controlId}>
              <td>
                <ControlName id={id} row={row} />
              </td>
              <td>
                <TitleWas row={row} />
                <Wording row={row} />
                {row.notHere ? (
                  <p className="sub">
                    <NotHereSaid of={row.notHere} /> {t("notHere.isReturn")}
                  </p>
                ) : null}
                {withoutTitle(row.texts).length > 0 ? (
                  <details className="frame-words">
                    <summary>{t("changes.besideWords")}</summary>
                    <ChangedTexts texts={withoutTitle(row.texts)} />
                  </details>
                ) : null}
              </td>
              <td>
                <Answers row={row} />
                {isWriting ? <ChangeActions id={id} row={row} /> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

/** Nothing that asks anybody again: what stands beside the question was said otherwise. */
function BesideRows({ id, rows }: { id: string; rows: Rows }) {
  const t = useText();
  if (rows.length === 0) return null;
  return (
    <Panel title={t("changes.besideTitle", { count: rows.length })}>
      <p className="small soft">{t("changes.besideHelp")}</p>
      <ul className="beside-rows">
        {rows.map((row) => (
          <li key={row.controlId}>
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
            <ChangedTexts texts={row.texts} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

type Row = Rows[number];

function ControlName({ id, row }: { id: string; row: Row }) {
  const t = useText();
  return (
    <>
      {row.change === "withdrawn" ? (
        <span className="mono">{row.controlId}</span>
      ) : (
        <Go
          to="/standards/$id/controls/$controlId"
          params={{ id, controlId: row.controlId }}
          className="mono"
        >
          {row.controlId}
        </Go>
      )}{" "}
      <Lang lang={row.title.lang}>{row.title.text}</Lang>
      <span className="sub beside">
        <Tag>{t(`control.change.${row.change}`)}</Tag>
        {row.notHere ? <Tag>{t("notHere.tag")}</Tag> : null}
      </span>
    </>
  );
}

function Answers({ row }: { row: Row }) {
  const t = useText();
  const others = row.fromIds.filter((one) => one !== row.controlId);
  return (
    <>
      {row.carry === null ? t("carry.open") : row.change === "new" ? "–" : t(`carry.${row.carry}`)}
      {others.length > 0 ? (
        <span className="sub beside">{t("changes.from", { ids: others.join(", ") })}</span>
      ) : null}
      {row.reason ? <Written text={row.reason} className="sub beside" /> : null}
    </>
  );
}
