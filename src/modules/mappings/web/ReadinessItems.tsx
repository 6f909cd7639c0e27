// Item by item: how the companies as one read, and who holds it back.
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useUrl } from "#web/navigation.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Chips } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Heads, LangText } from "#web/ui/small.tsx";
import { mappings } from "../contract.ts";
import { type ItemReading, itemReadings } from "../reading/rules.ts";
import { NarrowFigures } from "./NarrowFigures.tsx";
import { ReadingMark } from "./ReadingMark.tsx";
import { countsOf, type Looked, type Readiness, type ReadyItem } from "./readiness.ts";
import { ShowMore } from "./ShowMore.tsx";

export function ReadinessItems({ one, input }: { one: Readiness; input: Looked }) {
  const t = useText();
  const format = useFormat();
  const [url, set] = useUrl<{ show: ItemReading }>();
  const { group } = one;
  const pages = usePages<ReadyItem>(mappings.listReadyItems, {
    ...input,
    ...(url.show ? { show: url.show } : {}),
  });
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const count = url.show ? (group?.[url.show] ?? 0) : one.items;
  return (
    <Panel isFlush title={t("readiness.byItem")} more={t("readiness.items", { count })}>
      <div className="mapping-none">
        <Chips<ItemReading | "all">
          label={t("readAs.show")}
          values={[url.show ?? "all"]}
          choices={[
            { value: "all", label: t("readAs.all"), count: format.number(one.items) },
            ...itemReadings
              .filter((reading) => (group?.[reading] ?? 0) > 0)
              .map((value) => ({
                value,
                label: t(`readAs.${value}`),
                count: format.number(group?.[value] ?? 0),
              })),
          ]}
          onToggle={(value) => set({ show: value === "all" ? undefined : value })}
        />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className="scroll readiness-rows" aria-label={t("readiness.byItem")} tabIndex={0}>
        <table className="grid roomy">
          <Heads
            of={[
              [t("readAs.item")],
              [t("readiness.asOne"), "wide-only"],
              [t("readAs.met"), "num wide-only"],
              [t("readAs.partly"), "num wide-only"],
              [t("readiness.open"), "num wide-only"],
              [t("readiness.heldBack"), "wide-only"],
            ]}
          />
          <tbody>
            {rows.map((item) => (
              <ItemLine key={item.id} item={item} companies={one.companies} />
            ))}
          </tbody>
        </table>
        {pages.isError ? <ErrorState error={pages.error} /> : null}
        <ShowMore pages={pages} of={count} />
      </section>
    </Panel>
  );
}

function ItemLine({ item, companies }: { item: ReadyItem; companies: number }) {
  const t = useText();
  const format = useFormat();
  const same = { ...countsOf([]), [item.reading]: companies };
  const counts = item.counts ? countsOf(item.counts) : same;
  const names = item.heldBackBy.map((one) => one.name).join(", ");
  const more = counts[item.reading] - item.heldBackBy.length;
  const heldBack =
    names === "" ? null : more > 0 ? (
      t("readiness.heldBackMore", { names, count: more })
    ) : (
      <LangText text={names} />
    );
  const figures = [
    [t("readAs.met"), counts.met],
    [t("readAs.partly"), counts.partly],
    [t("readiness.open"), counts.not_met + counts.not_known],
  ] as const;
  return (
    <tr>
      <td className="readiness-item">
        <span className="mono nowrap">{item.id}</span>{" "}
        {item.title && item.title !== item.id ? <LangText text={item.title} className="small soft" /> : null}
        <div className="narrow-only small">
          <ReadingMark reading={item.reading} />
        </div>
        <NarrowFigures of={figures} />
        {heldBack === null ? null : (
          <div className="narrow-only small">
            {t("readiness.heldBack")}: {heldBack}
          </div>
        )}
      </td>
      <td className="nowrap wide-only">
        <ReadingMark reading={item.reading} />
      </td>
      {figures.map(([label, count]) => (
        <td key={label} className="num wide-only">
          {format.number(count)}
        </td>
      ))}
      <td className="small wide-only">{heldBack}</td>
    </tr>
  );
}
