// One role: what it is for, what it allows by area, who may be given it.
import { useOperation } from "#web/api.ts";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { access } from "../contract.ts";
import { Permissions } from "./Permissions.tsx";
import { type Role, type RoleAct, useActions } from "./role-acts.ts";
import { useNameOfRole } from "./words.ts";

type Props = { role: Role; mayManage: boolean; onAct: (what: RoleAct) => void; onClose: () => void };

export function RoleDialog({ role, mayManage, onAct, onClose }: Props) {
  const t = useText();
  const nameOf = useNameOfRole();
  const actions = useActions(mayManage);
  return (
    <Dialog isOpen onClose={onClose} title={nameOf(role)} size="l">
      <div className="stack">
        <p className="row wrap">
          <Tag>{t(role.isBuiltIn ? "role.builtIn" : "role.own")}</Tag>
          {role.isPowerful ? <Tag>{t("role.takesTwo")}</Tag> : null}
          {role.endedOn ? <Tag>{t("role.ended")}</Tag> : null}
          {role.holders === null ? null : (
            <span className="soft">{t("role.heldBy", { count: role.holders })}</span>
          )}
        </p>
        {role.description ? (
          <p className="soft">
            <LangText text={role.description} />
          </p>
        ) : null}
        {role.isPowerful ? <p className="small soft">{t("role.powerfulHelp")}</p> : null}
        <Permissions of={role.permissions} />
        <Holders role={role} />
        <div className="row wrap">
          {actions(role).map(({ what, label, isDanger, offBecause }) => (
            <Button
              key={what}
              size="s"
              {...(isDanger ? { look: "danger" as const } : {})}
              offBecause={offBecause}
              onClick={() => onAct(what)}
            >
              {label}
            </Button>
          ))}
        </div>
      </div>
    </Dialog>
  );
}

const most = 50;

/** As far as the reader sees who holds what: by name, where and until when. */
function Holders({ role }: { role: Role }) {
  const t = useText();
  const format = useFormat();
  const mayRead = useMay("grant.read");
  const held = useOperation(
    access.listGrants,
    { roleId: role.id, isCurrent: true, limit: most },
    { enabled: mayRead },
  );
  if (!mayRead || held.isError) return null;
  if (!held.data) return <Loading rows={2} />;
  if (held.data.rows.length === 0) return null;
  return (
    <details className="past">
      <summary>{t("role.givenTo")}</summary>
      <ul className="lines">
        {held.data.rows.map((row) => (
          <li key={row.id}>
            <span>
              <LangText text={row.personName ?? row.positionName ?? ""} />{" "}
              {row.personName ? null : <Tag>{t("grant.position")}</Tag>}
              <small>
                <LangText text={row.unitName} /> ·{" "}
                {t(row.withSubtree ? "grant.withSubtree" : "grant.onlyHere")}
              </small>
            </span>
            <span className="end">{t("grant.since", { day: format.day(row.validFrom, "plain") })}</span>
          </li>
        ))}
      </ul>
      {held.data.next ? <p className="small mute">{t("role.firstHolders", { count: most })}</p> : null}
    </details>
  );
}
