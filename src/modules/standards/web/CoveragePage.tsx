// which items of an outside catalogue are touched by which controls, and which by none, as a picture to scan.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useParam, useUrl } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Chips } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { standards } from "../contract.ts";
import { CoverageRows } from "./CoverageRows.tsx";
import type { Coverage, CoverageUrl } from "./coverage.ts";
import { type Edition, EditionFrame } from "./EditionFrame.tsx";

export default function CoveragePage() {
  const t = useText();
  const any = useAnyText();
  const id = useParam("id");
  const [url] = useUrl<CoverageUrl>();
  const edition = useOperation(standards.getEdition, { id });
  const setId = url.set ?? edition.data?.referenceSets[0]?.id;
  const coverage = useOperation(
    standards.getCoverage,
    { id, setId: setId ?? "" },
    { enabled: setId !== undefined, keep: true },
  );
  return (
    <EditionFrame
      id={id}
      tab="coverage"
      title={(one) =>
        coverage.data
          ? titleOf(t, shortName(any, { id: coverage.data.setId, name: coverage.data.name }), coverage.data)
          : one.name.text
      }
    >
      {(one) => (
        <>
          <SetChoice edition={one} setId={setId} />
          {coverage.isError ? (
            <ErrorState error={coverage.error} />
          ) : setId === undefined ? (
            <EmptyState title={t("coverage.noSet")}>{t("control.noReferences")}</EmptyState>
          ) : !coverage.data ? (
            <Loading rows={10} />
          ) : (
            <Found edition={one} coverage={coverage.data} />
          )}
        </>
      )}
    </EditionFrame>
  );
}

/** The everyday name of a catalogue; the edition's own name also says which parts and which publication. */
export function shortName(any: (key: string) => string, set: { id: string; name: { text: string } }): string {
  const short = any(`referenceShort.${set.id}`);
  return short === `referenceShort.${set.id}` ? set.name.text : short;
}

function titleOf(t: ReturnType<typeof useText>, set: string, { items, touched }: Coverage) {
  const values = { set, items: items.length, touched };
  return t(touched === items.length ? "coverage.titleAll" : "coverage.title", values);
}

/** The catalogues side by side, each with its share as a bar. */
function SetChoice({ edition, setId }: { edition: Edition; setId: string | undefined }) {
  const t = useText();
  const any = useAnyText();
  const [, set] = useUrl<CoverageUrl>();
  return (
    <fieldset className="set-choice" aria-label={t("coverage.set")}>
      {edition.referenceSets.map((one) => (
        <button
          key={one.id}
          type="button"
          className="panel"
          aria-pressed={one.id === setId}
          onClick={() => set({ set: one.id, item: undefined })}
        >
          <b title={one.name.text}>{shortName(any, one)}</b>
          <span className="bar" aria-hidden="true">
            {one.touched > 0 ? <i className="ai" style={{ flexGrow: one.touched }} /> : null}
            {one.items > one.touched ? (
              <i className="hatched" style={{ flexGrow: one.items - one.touched }} />
            ) : null}
          </span>
          <small>{t("coverage.touched", { touched: one.touched, items: one.items })}</small>
        </button>
      ))}
    </fieldset>
  );
}

function Found({ edition, coverage }: { edition: Edition; coverage: Coverage }) {
  const t = useText();
  return (
    <>
      <div className="cols">
        <Panel className="c8" title={<Heading coverage={coverage} />} more={<Depth />}>
          <Picture coverage={coverage} />
          <p className="small mute">{t("control.referencesNote")}</p>
          {coverage.note ? (
            <p className="small mute" lang={coverage.note.lang}>
              {coverage.note.text}
            </p>
          ) : null}
        </Panel>
        <Panel
          className="c4"
          title={
            coverage.without.length === 0
              ? t("coverage.withoutNone")
              : t("coverage.withoutTitle", { count: coverage.without.length, controls: edition.controls })
          }
          more={t("coverage.counted", { count: edition.controls })}
        >
          <Shares coverage={coverage} />
        </Panel>
      </div>
      <CoverageRows edition={edition} coverage={coverage} />
    </>
  );
}

function Heading({ coverage }: { coverage: Coverage }) {
  const t = useText();
  const none = coverage.items.length - coverage.touched;
  return none === 0 ? t("coverage.pictureAll") : t("coverage.pictureNone", { count: none });
}

const depths = [0, 1, 2, 4] as const;
const depthOf = (count: number) => (count === 0 ? 0 : count === 1 ? 1 : count < 4 ? 2 : 4);

function Depth() {
  const t = useText();
  return (
    <span className="legend">
      {depths.map((depth) => (
        <span key={depth}>
          <i className={`cover d${depth}`} aria-hidden="true" />
          {t(`coverage.depth.${depth}`)}
        </span>
      ))}
    </span>
  );
}

/** Every item is a cell; the number in it is that of the controls which touch it. */
function Picture({ coverage }: { coverage: Coverage }) {
  const t = useText();
  const any = useAnyText();
  const [url, set] = useUrl<CoverageUrl>();
  const groups = Map.groupBy(coverage.items, (item) => item.group);
  return (
    <div className="cover-groups">
      {[...groups].map(([group, items]) => (
        <section key={group}>
          <h3>
            <span className="mono">{group}</span>{" "}
            <span className="soft">{items[0]?.groupTitle ?? groupName(any, coverage.setId, group)}</span>
            <small>
              {t("coverage.touched", {
                touched: items.filter((item) => item.controls.length > 0).length,
                items: items.length,
              })}
            </small>
          </h3>
          <div className="cover-cells">
            {items.map((item) => (
              <button
                key={item.id}
                type="button"
                className={`cover d${depthOf(item.controls.length)}`}
                aria-pressed={url.item === item.id}
                title={item.title ?? item.id}
                onClick={() => set({ item: url.item === item.id ? undefined : item.id })}
              >
                <span>{shortId(item.id, group)}</span>
                <b>{item.controls.length}</b>
                <span className="unseen">{t("coverage.controls")}</span>
              </button>
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

const shortId = (id: string, group: string) =>
  id.startsWith(group) && id.length > group.length ? id.slice(group.length).replace(/^[-.]/, "") : id;

function groupName(any: (key: string) => string, setId: string, group: string): string {
  const key = `reference.${setId}.${group}`;
  const name = any(key);
  return name === key ? "" : name;
}

/** How much of each area of the standard is anchored in this catalogue: read across, not only down. */
function Shares({ coverage }: { coverage: Coverage }) {
  const t = useText();
  const format = useFormat();
  const [url, set] = useUrl<CoverageUrl>();
  const one = coverage.items.filter((item) => item.controls.length === 1).length;
  const none = coverage.items.length - coverage.touched;
  const share = coverage.items.length === 0 ? 0 : coverage.touched / coverage.items.length;
  return (
    <div className="stack s">
      <p className="figure">
        {format.percent(share)}{" "}
        <small>{t("coverage.touched", { touched: coverage.touched, items: coverage.items.length })}</small>
      </p>
      <Chips<CoverageUrl["show"]>
        label={t("coverage.show")}
        values={[url.show ?? "all"]}
        choices={[
          { value: "all", label: t("coverage.show.all"), count: String(coverage.items.length) },
          { value: "none", label: t("coverage.show.none"), count: String(none) },
          { value: "one", label: t("coverage.show.one"), count: String(one) },
        ]}
        onToggle={(show) => set({ show: show === "all" ? undefined : show })}
      />
      <p className="small soft">{t("coverage.untouchedHelp")}</p>
      <p className="small soft">{t("coverage.overlap")}</p>
    </div>
  );
}
