// One level of the supervision tree at a time: children are read when their unit is opened.
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useAsOf } from "#web/layout/asOf.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { langOf, nameFor } from "#web/text/names.ts";
import { Button, Lang, Loading } from "#web/ui/parts.tsx";
import { organization } from "../contract.ts";
import { RenameDivision } from "./RenameDivision.tsx";

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
  const asOf = useAsOf();
  const mayManage = useMay("organization.manage") && asOf.asOf === undefined;
  const [isOpen, open] = useState(depth === 0);
  const [isRenaming, rename] = useState(false);
  const label = nameFor(unit);
  return (
    <li>
      <div className="tree-row" style={{ paddingLeft: depth * 20 }}>
        {unit.childCount > 0 ? (
          <button
            type="button"
            className="twist"
            aria-expanded={isOpen}
            aria-label={t(isOpen ? "tree.close" : "tree.open", { name: label })}
            onClick={() => open(!isOpen)}
          >
            {isOpen ? "▾" : "▸"}
          </button>
        ) : (
          <span className="twist" />
        )}
        {unit.kind === "company" ? (
          <Link to="/companies/$id" params={{ id: unit.id } as never} search={asOf as never}>
            <Lang lang={langOf(label)}>{label}</Lang>
          </Link>
        ) : (
          <Lang lang={langOf(label)} className="strong">
            {label}
          </Lang>
        )}
        {unit.relation && unit.relation !== "consolidated" ? (
          <span className="badge tag">{t(`relation.${unit.relation}`)}</span>
        ) : null}
        <span className="grow" />
        {unit.kind === "division" && mayManage ? (
          <Button size="s" look="quiet" onClick={() => rename(true)}>
            {t("group.renameAct")}
          </Button>
        ) : null}
        {unit.kind === "company" ? (
          <span className="kind">
            {unit.tier ? `${unit.tier} · ` : ""}
            {unit.country ? `${format.country(unit.country)} · ` : ""}
            {t("group.people", { count: format.number(unit.workers ?? 0) })}
          </span>
        ) : (
          <span className="kind">{t("group.companies", { count: format.number(unit.companyCount) })}</span>
        )}
      </div>
      {isRenaming ? <RenameDivision division={unit} onClose={() => rename(false)} /> : null}
      {isOpen && unit.childCount > 0 ? <Level parentId={unit.id} depth={depth + 1} /> : null}
    </li>
  );
}
