// Ways to an item, hop by hop: which relation each has, who says so, and which one says least.
import type { ReactNode } from "react";
import type { Output } from "#core/contract.ts";
import { Go } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { LangText, Tag } from "#web/ui/small.tsx";
import type { mappings } from "../contract.ts";
import { signOf } from "../rules.ts";
import { Related } from "./Related.tsx";
import { useSpaceName } from "./useSpaceName.ts";

export type ShownWay = Output<typeof mappings.listWays>["rows"][number];

export function WayShown({ way, editionId, end }: { way: ShownWay; editionId: string; end?: ReactNode }) {
  const t = useText();
  const spaceName = useSpaceName();
  return (
    <li className="way">
      <div className="way-head">
        <Go
          to="/standards/$id/controls/$controlId"
          params={{ id: editionId, controlId: way.controlId }}
          className="strong"
        >
          <span className="mono">{way.controlId}</span> <LangText text={way.title} />
        </Go>
        {end}
      </div>
      <ol className="hops">
        {way.hops.map((hop, at) => (
          // The hops of a way are fixed in number and order.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={at}>
            <Related relation={hop.relation} /> <span className="mono">{hop.item}</span>{" "}
            <small className="soft">
              <LangText text={spaceName(hop.space)} /> ·{" "}
              {hop.mapping
                ? t("reach.byMapping", { name: hop.mapping.title })
                : t(hop.relation === "equal" ? "reach.byOrigin" : "reach.byReference")}
              {hop.confidence === null ? "" : ` · ${t("reach.confidence", { percent: hop.confidence })}`}
            </small>{" "}
            {at === way.weakest && way.hops.length > 1 ? <Tag>{t("reach.weakest")}</Tag> : null}
          </li>
        ))}
      </ol>
      {way.hops.length > 1 ? (
        <p className="small">
          {t("reach.follows", {
            control: `${way.controlId} ${signOf[way.relation]}`,
            relation: t(`mapping.relation.${way.relation}`),
            item: way.itemId,
          })}
        </p>
      ) : null}
    </li>
  );
}
