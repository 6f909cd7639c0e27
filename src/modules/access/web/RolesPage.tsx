// The roles of the group: built in and made here, what each allows, how many hold it; two or three of them side by side.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrl } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { access } from "../contract.ts";
import { CompareRoles } from "./CompareRoles.tsx";
import { RightsTabs } from "./RightsTabs.tsx";
import { EndRole, MarkRole } from "./RoleActions.tsx";
import { RoleDialog } from "./RoleDialog.tsx";
import { RoleForm } from "./RoleForm.tsx";
import { type Role, type RoleAct, useActions } from "./role-acts.ts";
import { useNameOfRole } from "./words.ts";
import "./access.css";

const mostCompared = 3;

export default function RolesPage() {
  const t = useText();
  const roles = useOperation(access.listRoles, {});
  const [acts, act] = useState<{ what: RoleAct; role: Role } | { what: "add"; role: null } | null>(null);
  const mayManage = roles.data?.can.manage ?? false;
  const close = () => act(null);
  return (
    <Page
      title={t("role.title")}
      crumbs={[{ label: t("rail.accounts"), to: "/accounts" }]}
      actions={
        <Button
          look="main"
          offBecause={!roles.data || mayManage ? null : t("role.notYours")}
          onClick={() => act({ what: "add", role: null })}
        >
          {t("role.add")}
        </Button>
      }
    >
      <RightsTabs />
      {roles.isError ? (
        <ErrorState error={roles.error} onRetry={() => void roles.refetch()} />
      ) : !roles.data ? (
        <Loading rows={10} />
      ) : (
        <Roles roles={roles.data.rows} mayManage={mayManage} onAct={(what, role) => act({ what, role })} />
      )}
      {acts?.what === "add" ? <RoleForm roles={roles.data?.rows ?? []} onClose={close} /> : null}
      {acts?.what === "copy" ? (
        <RoleForm roles={roles.data?.rows ?? []} copyOf={acts.role} onClose={close} />
      ) : null}
      {acts?.what === "change" ? (
        <RoleForm roles={roles.data?.rows ?? []} changed={acts.role} onClose={close} />
      ) : null}
      {acts?.what === "end" ? <EndRole role={acts.role} onClose={close} /> : null}
      {acts?.what === "mark" ? <MarkRole role={acts.role} onClose={close} /> : null}
    </Page>
  );
}

type RolesProps = {
  roles: readonly Role[];
  mayManage: boolean;
  onAct: (what: RoleAct, role: Role) => void;
};

function Roles({ roles, mayManage, onAct }: RolesProps) {
  const t = useText();
  const [url, setUrl] = useUrl<{ role: string; compare: string }>();
  const compared = (url.compare ?? "").split(",").filter((id) => roles.some((role) => role.id === id));
  const opened = roles.find((role) => role.id === url.role);
  const made = roles.filter((role) => !role.isBuiltIn && role.endedOn === null);
  const ended = roles.filter((role) => role.endedOn !== null);
  const toggle = (id: string) => {
    const next = compared.includes(id) ? compared.filter((one) => one !== id) : [...compared, id];
    setUrl({ compare: next.slice(-mostCompared).join(",") });
  };
  const list = (rows: readonly Role[], label: string) => (
    <RoleTable
      rows={rows}
      label={label}
      compared={compared}
      mayManage={mayManage}
      onCompare={toggle}
      onOpen={(role) => setUrl({ role: role.id }, { push: true })}
      onAct={onAct}
    />
  );
  return (
    <div className="stack">
      {compared.length > 1 ? (
        <CompareRoles
          roles={compared.flatMap((id) => roles.filter((role) => role.id === id))}
          onClose={() => setUrl({ compare: undefined })}
        />
      ) : null}
      <Panel
        title={t("role.ownCount", { count: made.length })}
        more={compared.length === 1 ? t("role.compareOneMore") : t("role.compareHow")}
        isFlush={made.length > 0}
      >
        {made.length > 0 ? list(made, t("role.own")) : <p className="soft">{t("role.noneMade")}</p>}
      </Panel>
      <Panel title={t("role.builtIn")} isFlush>
        {list(
          roles.filter((role) => role.isBuiltIn),
          t("role.builtIn"),
        )}
      </Panel>
      {ended.length > 0 ? (
        <Panel title={t("role.endedOnes")} isFlush>
          {list(ended, t("role.endedOnes"))}
        </Panel>
      ) : null}
      {opened ? (
        <RoleDialog
          role={opened}
          mayManage={mayManage}
          onAct={(what) => {
            setUrl({ role: undefined });
            onAct(what, opened);
          }}
          onClose={() => setUrl({ role: undefined })}
        />
      ) : null}
    </div>
  );
}

type TableProps = {
  rows: readonly Role[];
  label: string;
  compared: readonly string[];
  mayManage: boolean;
  onCompare: (id: string) => void;
  onOpen: (role: Role) => void;
  onAct: (what: RoleAct, role: Role) => void;
};

function RoleTable({ rows, label, compared, mayManage, onCompare, onOpen, onAct }: TableProps) {
  const t = useText();
  const nameOf = useNameOfRole();
  const actions = useActions(mayManage);
  return (
    <table className="grid roomy role-list" aria-label={label}>
      <thead>
        <tr>
          <th className="pick-col" aria-label={t("role.compareColumn")} />
          <th scope="col">{t("grant.role")}</th>
          <th scope="col" className="num wide-only">
            {t("role.permissionCount")}
          </th>
          <th scope="col" className="num wide-only">
            {t("role.held")}
          </th>
          <th aria-label={t("role.actionColumn")} />
        </tr>
      </thead>
      <tbody>
        {rows.map((role) => (
          <tr key={role.id} className={compared.includes(role.id) ? "on" : undefined}>
            <td className="pick-col">
              <input
                type="checkbox"
                aria-label={t("role.compareThis", { role: nameOf(role) })}
                checked={compared.includes(role.id)}
                onChange={() => onCompare(role.id)}
              />
            </td>
            <td>
              <span className="row wrap">
                <button type="button" className="linkish" onClick={() => onOpen(role)}>
                  <LangText text={nameOf(role)} />
                </button>
                {role.isPowerful ? <Tag>{t("role.takesTwo")}</Tag> : null}
                {role.endedOn ? <Tag>{t("role.ended")}</Tag> : null}
              </span>
              {role.description ? (
                <small>
                  <LangText text={role.description} />
                </small>
              ) : null}
            </td>
            <td className="num wide-only">{role.permissions.length}</td>
            <td className="num wide-only">
              {role.holders === null ? (
                <span className="mute">–</span>
              ) : (
                t("role.people", { count: role.holders })
              )}
            </td>
            <td>
              <ActionMenu
                label={t("role.actions", { role: nameOf(role) })}
                actions={actions(role).map(({ what, ...one }) => ({
                  ...one,
                  onClick: () => onAct(what, role),
                }))}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
