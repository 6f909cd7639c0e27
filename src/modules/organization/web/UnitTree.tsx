// One level of the supervision tree at a time: children are read when their unit is opened.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useAsOf } from "#web/layout/asOf.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Button } from "#web/ui/Button.tsx";
import { Loading } from "#web/ui/states.tsx";
import { organization } from "../contract.ts";
import { RenameDivision } from "./RenameDivision.tsx";
import { TreeRow } from "./TreeRow.tsx";

type Unit = Output<typeof organization.listChildren>["rows"][number];

export function UnitTree() {
  return <Level depth={0} />;
}

function Level({ parentId, depth }: { parentId?: string; depth: number }) {
  const asOf = useAsOf();
  const children = useOperation(organization.listChildren, { ...(parentId ? { parentId } : {}), ...asOf });
  if (children.isError) return <ErrorState error={children.error} onRetry={() => void children.refetch()} />;
  if (!children.data) return <Loading rows={3} />;
  return (
    <ul>
      {children.data.rows.map((unit) => (
        <Branch key={unit.id} unit={unit} depth={depth} />
      ))}
    </ul>
  );
}

function Branch({ unit, depth }: { unit: Unit; depth: number }) {
  const t = useText();
  const format = useFormat();
  const { asOf } = useAsOf();
  const mayManage = useMay("organization.manage") && asOf === undefined;
  const [isRenaming, rename] = useState(false);
  return (
    <TreeRow
      depth={depth}
      name={nameFor(unit)}
      companyId={unit.kind === "company" ? unit.id : null}
      relation={unit.relation}
      isBranch={unit.childCount > 0}
      below={() => <Level parentId={unit.id} depth={depth + 1} />}
    >
      {unit.kind === "division" && mayManage ? (
        <Button size="s" look="quiet" onClick={() => rename(true)}>
          {t("group.renameAct")}
        </Button>
      ) : null}
      <span className="kind">
        {unit.kind === "company"
          ? [
              unit.tier,
              unit.country ? format.country(unit.country) : null,
              t("group.people", { count: format.number(unit.workers ?? 0) }),
            ]
              .filter(Boolean)
              .join(" · ")
          : t("group.companies", { count: format.number(unit.companyCount) })}
      </span>
      {isRenaming ? <RenameDivision division={unit} onClose={() => rename(false)} /> : null}
    </TreeRow>
  );
}
