// Results by tier, region or division: counts and shares over everybody asked.
import { useState } from "react";
import { percentDown } from "#core/text/shares.ts";
import { Picture } from "#web/charts/Picture.tsx";
import { placesOf } from "#web/charts/trend.ts";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { ResultLegend, StackedBar } from "#web/ui/figures.tsx";
import { Sym } from "#web/ui/marks.tsx";
import { isFurthestBehind } from "#modules/figures/rules.ts";
import { resultOrder } from "../contract.ts";
import type { Grouping } from "../rules.ts";
import { type Board, countsByName, type Group, shareDown, totalOf } from "./board.ts";
import { useGroupName } from "./groupName.ts";
import type { View } from "./view.ts";

const groupings = ["tier", "region", "division"] as const;
/** A share of fewer companies says more about one of them than about the group. */
const fewest = 5;

export function ResultsPanel({ board, view }: { board: Board; view: View }) {
  const t = useText();
  const format = useFormat();
  const nameOf = useGroupName();
  const [by, setBy] = useState<Grouping>("tier");
  const groups = by === "tier" ? board.tiers : by === "region" ? board.regions : board.divisions;
  const places = placesOf(
    [...groups.map((group) => group.counts), board.counts].map((counts) => 100 * meetShare(counts)),
  );
  const meeting = (counts: readonly number[]) =>
    totalOf(counts) === 0 ? "–" : format.percent(meetShare(counts), places);
  const title = useTitle(groups, by, board, meeting);
  const verified = format.percent(shareDown(board.answers.verified, board.answers.required));
  return (
    <Picture
      className="tier-panel"
      title={title}
      more={t("known.verified", { share: verified })}
      summary={groups
        .map((group) =>
          t("overview.groupSummary", {
            group: nameOf(by, group),
            n: totalOf(group.counts),
            meets: group.counts[0] ?? 0,
            improve: group.counts[1] ?? 0,
            serious: group.counts[2] ?? 0,
            unknown: group.counts[3] ?? 0,
          }),
        )
        .join(" ")}
      table={{
        heads: [
          t(`overview.by.${by}`),
          "n",
          ...resultOrder.map((one) => t(`result.${one}`)),
          t("overview.meetShare"),
        ],
        rows: groups.map((group) => [
          nameOf(by, group),
          totalOf(group.counts),
          ...group.counts,
          meeting(group.counts),
        ]),
      }}
      fileName={`yagura-results-by-${by}`}
      tools={
        <div className="picture-bar">
          <Segmented
            label={t("overview.groupBy")}
            value={by}
            choices={groupings.map((value) => ({ value, label: t(`overview.by.${value}`) }))}
            onChange={setBy}
          />
        </div>
      }
    >
      <div className="tier-scroll">
        <table className="tier">
          <thead>
            <tr>
              <th scope="col">{t(`overview.by.${by}`)}</th>
              <th scope="col">n</th>
              <th scope="col">
                <span className="unseen">{t("overview.shares")}</span>
              </th>
              {resultOrder.map((result) => (
                <th key={result} scope="col" title={t(`result.${result}`)}>
                  <Sym kind={result} />
                  <span className="unseen">{t(`result.${result}`)}</span>
                </th>
              ))}
              <th scope="col">{t("overview.meetShort")}</th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <Line
                key={group.key}
                name={<GroupName by={by} group={group} />}
                counts={group.counts}
                share={meeting(group.counts)}
                view={{ ...view, [by]: group.key }}
              />
            ))}
            <Line
              name={t("overview.all")}
              counts={board.counts}
              share={meeting(board.counts)}
              view={view}
              isAll
            />
          </tbody>
        </table>
      </div>
      <ResultLegend />
    </Picture>
  );
}

function GroupName({ by, group }: { by: Grouping; group: Group }) {
  const t = useText();
  const nameOf = useGroupName();
  if (by !== "tier") return nameOf(by, group);
  return (
    <>
      {group.key}
      <span>{t(`tier.${group.key}` as "tier.T1")}</span>
    </>
  );
}

type LineProps = {
  name: React.ReactNode;
  counts: readonly number[];
  share: string;
  view: View;
  isAll?: boolean;
};

function Line({ name, counts, share, view, isAll = false }: LineProps) {
  const format = useFormat();
  const n = totalOf(counts);
  return (
    <tr className={isAll ? "all" : undefined}>
      <th scope="row">{name}</th>
      <td>{format.number(n)}</td>
      <td className="b">
        <StackedBar counts={countsByName(counts)} isThick />
      </td>
      {resultOrder.map((result, index) => (
        <td key={result}>
          {(counts[index] ?? 0) > 0 ? (
            <Go to="/group/results" search={{ ...view, result }}>
              {format.number(counts[index] ?? 0)}
            </Go>
          ) : (
            <span className="z">0</span>
          )}
        </td>
      ))}
      <td className="strong">{share}</td>
    </tr>
  );
}

/** In tenths of a per cent, as the trend says it: one page has one number for one share. */
const meetShare = (counts: readonly number[]) => (percentDown(counts[0] ?? 0, totalOf(counts), 1) ?? 0) / 100;

const meetingOf = (group: Group) => ({ part: group.counts[0] ?? 0, whole: totalOf(group.counts) });

/** The group that is furthest behind, when it is clearly so; else how many meet. */
function useTitle(
  groups: readonly Group[],
  by: Grouping,
  board: Board,
  meeting: (counts: readonly number[]) => string,
): string {
  const t = useText();
  const nameOf = useGroupName();
  const all = meetShare(board.counts);
  const ranked = groups
    .filter((group) => totalOf(group.counts) >= fewest && group.key !== "-")
    .map((group) => ({ group, share: meetShare(group.counts) }))
    .sort((a, b) => a.share - b.share);
  const [last, next] = ranked;
  if (last && next && last.share < all && isFurthestBehind(meetingOf(last.group), meetingOf(next.group)))
    return t(`overview.behind.${by}`, {
      group: by === "tier" ? last.group.key : nameOf(by, last.group),
      share: meeting(last.group.counts),
    });
  return t("overview.meetTitle", { share: meeting(board.counts), companies: board.companies });
}
