// One row of a tree: what opens it, its name, what is said about it, and the level below once it is open.
import { type ReactNode, useState } from "react";
import { Go } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { langOf } from "#web/text/names.ts";
import { Lang, Tag } from "#web/ui/small.tsx";
import type { organization } from "../contract.ts";
import type { Output } from "#core/contract.ts";

type Relation = Output<typeof organization.listOwned>["rows"][number]["relation"];

type TreeRowProps = {
  depth: number;
  name: string;
  /** Where the name leads; a division has no page of its own. */
  companyId: string | null;
  relation: Relation | null;
  isBranch: boolean;
  /** At the right end. */
  children: ReactNode;
  below: () => ReactNode;
};

export function TreeRow({ depth, name, companyId, relation, isBranch, children, below }: TreeRowProps) {
  const t = useText();
  const [isOpen, open] = useState(depth === 0);
  return (
    <li>
      <div className="tree-row" style={{ paddingLeft: depth * 20 }}>
        {isBranch ? (
          <button
            type="button"
            className="twist"
            aria-expanded={isOpen}
            aria-label={t(isOpen ? "tree.close" : "tree.open", { name })}
            onClick={() => open(!isOpen)}
          >
            {isOpen ? "▾" : "▸"}
          </button>
        ) : (
          <span className="twist" />
        )}
        {companyId === null ? (
          <Lang lang={langOf(name)} className="strong">
            {name}
          </Lang>
        ) : (
          <Go to="/companies/$id" params={{ id: companyId }}>
            <Lang lang={langOf(name)}>{name}</Lang>
          </Go>
        )}
        {relation === null || relation === "consolidated" ? null : <Tag>{t(`relation.${relation}`)}</Tag>}
        <span className="grow" />
        {children}
      </div>
      {isOpen && isBranch ? below() : null}
    </li>
  );
}
