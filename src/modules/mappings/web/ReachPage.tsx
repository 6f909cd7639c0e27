// How far an edition's controls reach into another set, through which pivots, and what follows: without any answer.
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { StandardTabs } from "#web/layout/StandardTabs.tsx";
import { useUrl } from "#web/navigation.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Chips } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { mappings } from "../contract.ts";
import { type ReachKind, reachKinds } from "../rules.ts";
import { ItemGroups, itemsAtOnce } from "./ItemGroups.tsx";
import { Related } from "./Related.tsx";
import { WayShown } from "./Ways.tsx";
import { useSpaceName } from "./useSpaceName.ts";
import "./mappings.css";

type Reach = Output<typeof mappings.getReach>;
type Item = Output<typeof mappings.listReachItems>["rows"][number];
type Url = { edition: string; space: string; show: ReachKind; item: string; control: string };
type Space = NonNullable<Reach["space"]>["space"];

export default function ReachPage() {
  const t = useText();
  const spaceName = useSpaceName();
  const [url, set] = useUrl<Url>();
  const list = useOperation(mappings.listMappings, {});
  const editions = (list.data?.spaces ?? []).filter((one) => one.space.startsWith("edition:"));
  const id = url.edition ?? editions[0]?.space.slice("edition:".length);
  const reach = useOperation(
    mappings.getReach,
    { id: id ?? "", ...(url.space ? { space: url.space as Space } : {}) },
    { enabled: id !== undefined, keep: true },
  );
  const failed = list.error ?? reach.error;
  if (failed) return <ErrorState error={failed} />;
  const one = reach.data;
  return (
    <Page
      title={titleOf(t, one, spaceName(one?.space))}
      crumbs={[{ label: t("rail.standards"), to: "/standards" }, { label: t("reach.tab") }]}
    >
      <StandardTabs />
      {!list.data || (id !== undefined && !one) ? (
        <Loading rows={10} />
      ) : !one?.space || !id ? (
        <EmptyState icon="standards" title={t("reach.titleNone")} example={t("readiness.example")}>
          {t("reach.noneHelp")}
        </EmptyState>
      ) : (
        <div className="stack">
          <div className="filters">
            <select
              className="input s auto"
              aria-label={t("reach.edition")}
              value={id}
              onChange={(event) => set({ edition: event.target.value, item: undefined })}
            >
              {editions.map((each) => (
                <option key={each.space} value={each.space.slice("edition:".length)}>
                  {each.name}
                </option>
              ))}
            </select>
            <select
              className="input s auto"
              aria-label={t("reach.set")}
              value={one.space.space}
              onChange={(event) => set({ space: event.target.value, item: undefined })}
            >
              {one.spaces.map((each) => (
                <option key={each.space} value={each.space}>
                  {t("mapping.endItems", { name: spaceName(each), count: each.items })}
                </option>
              ))}
            </select>
            <input
              className="find"
              type="search"
              aria-label={t("reach.find")}
              placeholder={t("reach.find")}
              maxLength={40}
              defaultValue={url.control ?? ""}
              onChange={(event) =>
                set({
                  control: event.target.value.normalize("NFKC").trim() || undefined,
                  item: undefined,
                })
              }
            />
          </div>
          <Shares one={one} />
          <div className="reading">
            <Items id={id} space={one.space.space} one={one} />
            <WaysOf editionId={id} space={one.space.space} itemId={url.item} controlId={url.control} />
          </div>
        </div>
      )}
    </Page>
  );
}

function titleOf(t: ReturnType<typeof useText>, one: Reach | undefined, set: string): string {
  if (!one?.space) return t(one ? "reach.titleNone" : "reach.tab");
  return t("reach.title", { set, items: one.items, covered: one.counts.covered, direct: one.direct });
}

function Shares({ one }: { one: Reach }) {
  const t = useText();
  const format = useFormat();
  const [url, set] = useUrl<Url>();
  return (
    <Panel title={one.edition}>
      <div className="stack s">
        <Chips<ReachKind | "all">
          label={t("reach.show")}
          values={[url.show ?? "all"]}
          choices={[
            { value: "all", label: t("reach.show.all"), count: format.number(one.items) },
            ...reachKinds.map((value) => ({
              value,
              label: t(`reach.show.${value}`),
              count: format.number(one.counts[value]),
            })),
          ]}
          onToggle={(value) => set({ show: value === "all" ? undefined : value })}
        />
        <p className="small soft">{t("reach.help")}</p>
      </div>
    </Panel>
  );
}

function Items({ id, space, one }: { id: string; space: Space; one: Reach }) {
  const t = useText();
  const [url, set] = useUrl<Url>();
  const of = { id, space, ...(url.show ? { show: url.show } : {}) };
  const pages = usePages<Item>(mappings.listReachItems, of, { size: itemsAtOnce });
  return (
    <ItemGroups
      pages={pages}
      of={url.show ? one.counts[url.show] : one.items}
      chosen={url.item}
      onChoose={(item) => set({ item, control: undefined })}
      said={(item) => (
        <>
          {item.relation ? <Related relation={item.relation} /> : t("reach.show.none")}
          <small className="soft">{t("reach.count", { count: item.controls })}</small>
        </>
      )}
    />
  );
}

type WaysProps = {
  editionId: string;
  space: Space;
  itemId: string | undefined;
  controlId: string | undefined;
};

/** The ways to the chosen item, or from the control that was searched for. */
function WaysOf({ editionId, space, itemId, controlId }: WaysProps) {
  const t = useText();
  const of = controlId ? { controlId } : { itemId: itemId ?? "-" };
  const isChosen = controlId !== undefined || itemId !== undefined;
  const ways = useOperation(
    mappings.listWays,
    { id: editionId, space, ...of },
    { enabled: isChosen, keep: true },
  );
  if (!isChosen) return <p className="soft small reading-choose">{t("reach.choose")}</p>;
  if (ways.isError) return <ErrorState error={ways.error} />;
  if (!ways.data) return <Loading />;
  return (
    // A region that scrolls must be reachable by the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="panel why" aria-label={controlId ?? itemId} tabIndex={0}>
      <h2>
        {controlId ? t("reach.waysFrom", { control: controlId }) : t("reach.waysOf", { item: itemId ?? "" })}
      </h2>
      {ways.data.rows.length === 0 ? (
        <p className="soft">{t(controlId ? "reach.noWayFrom" : "reach.noWay")}</p>
      ) : (
        <ul className="ways">
          {ways.data.rows.map((way) => (
            <WayShown key={`${way.controlId} ${way.itemId}`} way={way} editionId={editionId} />
          ))}
        </ul>
      )}
      {ways.data.more > 0 ? <p className="small soft">{t("reach.more", { count: ways.data.more })}</p> : null}
    </section>
  );
}
