// How far an edition's controls reach into another set, through which pivots, and what follows: without any answer.
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { StandardTabs } from "#web/layout/StandardTabs.tsx";
import { useUrl } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Chips } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { mappings } from "../contract.ts";
import { covers, type Derived } from "../rules.ts";
import { Related } from "./Related.tsx";
import { WayShown } from "./Ways.tsx";
import { useSpaceName } from "./useSpaceName.ts";
import "./mappings.css";

type Reach = Output<typeof mappings.getReach>;
type Kind = "covered" | "partly" | "touched" | "unclear" | "none";
type Url = { edition: string; space: string; show: Kind; item: string; control: string };
type Space = NonNullable<Reach["space"]>["space"];

const kindOf = (relation: Derived | null): Kind =>
  relation === null || relation === "none"
    ? "none"
    : covers(relation)
      ? "covered"
      : relation === "subset"
        ? "partly"
        : relation === "intersects"
          ? "touched"
          : "unclear";
const kinds = ["covered", "partly", "touched", "unclear", "none"] as const;

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
            <Items one={one} />
            <WaysOf editionId={id} space={one.space.space} itemId={url.item} controlId={url.control} />
          </div>
        </div>
      )}
    </Page>
  );
}

function titleOf(t: ReturnType<typeof useText>, one: Reach | undefined, set: string): string {
  if (!one?.space) return t(one ? "reach.titleNone" : "reach.tab");
  const covered = one.items.filter((item) => item.relation && covers(item.relation));
  return t("reach.title", {
    set,
    items: one.items.length,
    covered: covered.length,
    direct: covered.filter((item) => item.isDirect).length,
  });
}

function Shares({ one }: { one: Reach }) {
  const t = useText();
  const format = useFormat();
  const [url, set] = useUrl<Url>();
  const count = (kind: Kind) => one.items.filter((item) => kindOf(item.relation) === kind).length;
  return (
    <Panel title={one.edition}>
      <div className="stack s">
        <Chips<Kind | "all">
          label={t("reach.show")}
          values={[url.show ?? "all"]}
          choices={[
            { value: "all", label: t("reach.show.all"), count: format.number(one.items.length) },
            ...kinds.map((value) => ({
              value,
              label: t(`reach.show.${value}`),
              count: format.number(count(value)),
            })),
          ]}
          onToggle={(value) => set({ show: value === "all" ? undefined : value })}
        />
        <p className="small soft">{t("reach.help")}</p>
      </div>
    </Panel>
  );
}

function Items({ one }: { one: Reach }) {
  const t = useText();
  const [url, set] = useUrl<Url>();
  const rows = one.items.filter((item) => !url.show || kindOf(item.relation) === url.show);
  if (rows.length === 0)
    return <EmptyState title={t("readAs.noneShown")}>{t("readAs.noneShownHelp")}</EmptyState>;
  return (
    <div className="stack">
      {[...Map.groupBy(rows, (item) => item.group)].map(([group, items]) => (
        <section key={group} className="panel reading-group">
          <h3>
            <LangText text={group} />
          </h3>
          <ul>
            {items.map((item) => (
              <li key={item.id}>
                <button
                  type="button"
                  aria-pressed={url.item === item.id}
                  onClick={() => set({ item: item.id, control: undefined })}
                >
                  <span className="reading-item">
                    <span className="mono">{item.id}</span>{" "}
                    {item.title && item.title !== item.id ? (
                      <LangText text={item.title} className="small soft" />
                    ) : null}
                  </span>
                  <span className="reading-said">
                    {item.relation ? <Related relation={item.relation} /> : t("reach.show.none")}
                    <small className="soft">{t("reach.count", { count: item.controls })}</small>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
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
