// The controls of a draft by area, each with what became of it and what is still to do; what was withdrawn stands below.
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Lang, Tag } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { textIn } from "../../rules.ts";
import type { Unsaved } from "./ControlEditor.tsx";
import type { Draft } from "./reads.ts";

type Row = Draft["controls"][number];

type LinesProps = {
  id: string;
  draft: Draft;
  rows: readonly Row[];
  withdrawn: Draft["withdrawn"];
  chosen: string | undefined;
  unsaved: ReadonlyMap<string, Unsaved>;
  corrected: ReadonlySet<string>;
  /** Whether less than all is looked at because of what was typed. */
  isSearched: boolean;
  onChoose: (controlId: string) => void;
};

export function ControlLines({
  id,
  draft,
  rows,
  withdrawn,
  chosen,
  unsaved,
  corrected,
  isSearched,
  onChoose,
}: LinesProps) {
  const t = useText();
  const { language } = useFormat();
  if (rows.length + withdrawn.length === 0)
    return isSearched ? (
      <EmptyState title={t("draft.notFound")}>{t("draft.notFoundHelp")}</EmptyState>
    ) : (
      <EmptyState title={t("draft.nothingOpen")}>{t("draft.nothingOpenHelp")}</EmptyState>
    );
  return (
    <>
      {draft.frame.areas.map((area) => {
        const own = rows.filter((row) => row.area === area.id);
        if (own.length === 0) return null;
        return (
          <section key={area.id}>
            <h2>
              {area.id} <span>{textIn(area.name, language)}</span>
            </h2>
            <ul>
              {own.map((row) => (
                <li key={row.id}>
                  <button
                    type="button"
                    aria-current={row.id === chosen ? "true" : undefined}
                    onClick={() => onChoose(row.id)}
                  >
                    <span className="mono">{row.id}</span>
                    <Lang lang={row.title.lang}>{row.title.text}</Lang>
                    <span className="marks">
                      {unsaved.has(row.id) ? <Tag isMust>{t("draft.unsaved")}</Tag> : null}
                      {corrected.has(row.id) ? <Tag isMust>{t("draft.erratum")}</Tag> : null}
                      <Marks row={row} isFirst={draft.previous === null} />
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
      {withdrawn.length > 0 ? (
        <section>
          <h2>{t("draft.withdrawnHere")}</h2>
          <ul>
            {withdrawn.map((one) => (
              <li key={one.id}>
                <Go to="/standards/$id/changes" params={{ id }}>
                  <span className="mono">{one.id}</span> <Lang lang={one.title.lang}>{one.title.text}</Lang>
                  <span className="marks">
                    {one.isUndecided ? <Tag isMust>{t("draft.decide")}</Tag> : null}
                  </span>
                </Go>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

/** What became of it, and what is still to do, in as few letters as a list has room for. */
function Marks({ row, isFirst }: { row: Row; isFirst: boolean }) {
  const t = useText();
  return (
    <>
      {row.isUndecided ? <Tag isMust>{t("draft.decide")}</Tag> : null}
      {row.change === "unchanged" || isFirst ? null : <Tag>{t(`draft.kind.${row.change}`)}</Tag>}
      {row.untranslated.map((language) => (
        <Tag key={language}>{t("draft.untranslated", { language: language.toUpperCase() })}</Tag>
      ))}
      {row.outdated.map((language) => (
        <Tag key={`old-${language}`}>{t("draft.outdated", { language: language.toUpperCase() })}</Tag>
      ))}
    </>
  );
}
