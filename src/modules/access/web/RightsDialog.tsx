// The rights of one person: what is held, giving one, ending one; and the account's own actions.
import { Checkbox, Modal, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { organization } from "#modules/organization/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Button, EmptyState } from "#web/ui/parts.tsx";
import { access } from "../contract.ts";
import { OneTimeLink } from "./InviteDialog.tsx";

export type Account = Output<typeof access.listAccounts>["rows"][number];

export function RightsDialog({ account, onClose }: { account: Account | null; onClose: () => void }) {
  const t = useText();
  const format = useFormat();
  return (
    <Modal
      opened={account !== null}
      onClose={onClose}
      title={account ? `${t("grant.title")}: ${format.person(account)}` : ""}
      size="xl"
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {account ? (
        <>
          <Held personId={account.personId} />
          <GiveForm personId={account.personId} />
          <AccountActions account={account} />
        </>
      ) : null}
    </Modal>
  );
}

function Held({ personId }: { personId: string }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const session = useSession();
  const grants = useOperation(access.listGrants, { personId, limit: 100 });
  const end = useCommand(access.endGrant, [access.listGrants]);
  const rows = grants.data?.rows ?? [];
  if (grants.data && rows.length === 0)
    return <EmptyState title={t("grant.empty")}>{t("grant.emptyHelp")}</EmptyState>;
  return (
    <>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{t("grant.role")}</th>
            <th scope="col">{t("grant.unit")}</th>
            <th scope="col">{t("grant.from")}</th>
            <th scope="col">{t("grant.to")}</th>
            <th scope="col" aria-label={t("grant.end")} />
          </tr>
        </thead>
        <tbody>
          {rows.map((grant) => (
            <tr key={grant.id}>
              <td>{any(`role.${grant.roleId}`)}</td>
              <td>
                {grant.unitName}{" "}
                <span className="mute">
                  ({t(grant.withSubtree ? "grant.withSubtree" : "grant.onlyHere")})
                </span>
              </td>
              <td>{format.day(grant.validFrom)}</td>
              <td>{grant.validTo ? format.day(grant.validTo) : t("grant.open")}</td>
              <td>
                {grant.validTo === null ? (
                  <Button
                    size="s"
                    look="danger"
                    onClick={() =>
                      end.mutate({
                        id: grant.id,
                        validTo: session.today,
                        reason: t("grant.endedHere"),
                        rowVersion: grant.rowVersion,
                      })
                    }
                  >
                    {t("grant.end")}
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <FormError error={end.error} />
    </>
  );
}

function GiveForm({ personId }: { personId: string }) {
  const t = useText();
  const any = useAnyText();
  const session = useSession();
  const roles = useOperation(access.listRoles, {});
  const [search, setSearch] = useState("");
  const units = useOperation(
    organization.searchUnits,
    { search: search || "%", limit: 30 },
    { keep: true, enabled: search.length > 0 },
  );
  const give = useCommand(access.giveGrant, [access.listGrants]);
  const [form, setForm] = useState({
    roleId: "",
    unitId: "",
    withSubtree: true,
    validFrom: session.today,
    validTo: "",
    reason: "",
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { validTo, ...rest } = form;
    await give.mutateAsync({ personId, ...rest, ...(validTo ? { validTo } : {}) });
    setForm({ ...form, roleId: "", reason: "" });
  };
  const choices = [
    { value: session.group.id, label: session.group.name },
    ...(units.data?.rows ?? [])
      .filter((unit) => unit.kind !== "group")
      .map((unit) => ({ value: unit.id, label: `${nameFor(unit)} · ${t(`unit.${unit.kind}`)}` })),
  ];
  return (
    <form
      className="form"
      style={{ maxWidth: "none", marginTop: 16 }}
      onSubmit={(event) => void submit(event).catch(() => undefined)}
    >
      <div className="two">
        <Select
          label={t("grant.role")}
          required
          data={(roles.data?.rows ?? [])
            .filter((role) => role.isGrantable)
            .map((role) => ({ value: role.id, label: any(`role.${role.id}`) }))}
          value={form.roleId || null}
          onChange={(roleId) => setForm({ ...form, roleId: roleId ?? "" })}
        />
        <Select
          label={t("grant.unit")}
          required
          searchable
          searchValue={search}
          onSearchChange={setSearch}
          filter={({ options }) => options}
          data={choices}
          value={form.unitId || null}
          onChange={(unitId) => setForm({ ...form, unitId: unitId ?? "" })}
        />
      </div>
      <Checkbox
        label={t("grant.withSubtree")}
        checked={form.withSubtree}
        onChange={(event) => setForm({ ...form, withSubtree: event.target.checked })}
      />
      <div className="two">
        <TextInput
          type="date"
          label={t("grant.from")}
          value={form.validFrom}
          onChange={(event) => setForm({ ...form, validFrom: event.target.value })}
          required
        />
        <TextInput
          type="date"
          label={t("grant.to")}
          value={form.validTo}
          onChange={(event) => setForm({ ...form, validTo: event.target.value })}
        />
      </div>
      <TextInput
        label={t("grant.reason")}
        value={form.reason}
        onChange={(event) => setForm({ ...form, reason: event.target.value })}
        required
        maxLength={500}
      />
      <FormError error={give.error} />
      <div>
        <Button type="submit" isBusy={give.isPending}>
          {t("grant.give")}
        </Button>
      </div>
    </form>
  );
}

function AccountActions({ account }: { account: Account }) {
  const t = useText();
  const renew = useCommand(access.renewInvitation, [access.listAccounts]);
  const close = useCommand(access.closeAccount, [access.listAccounts]);
  const [reason, setReason] = useState("");
  if (account.state === "closed") return null;
  return (
    <div className="form" style={{ marginTop: 24, maxWidth: "none" }}>
      <h2>{t("account.title")}</h2>
      {renew.data ? (
        <OneTimeLink link={`${location.origin}/invitation#${renew.data.invitationToken}`} />
      ) : null}
      <div className="row">
        <Button onClick={() => renew.mutate({ id: account.id })}>{t("account.newLink")}</Button>
        <input
          className="find"
          aria-label={t("account.closeReason")}
          placeholder={t("account.closeReason")}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <Button
          look="danger"
          offBecause={reason.trim() ? null : t("account.closeReason")}
          onClick={() => close.mutate({ id: account.id, reason, rowVersion: account.rowVersion })}
        >
          {t("account.close")}
        </Button>
      </div>
      <FormError error={renew.error ?? close.error} />
    </div>
  );
}
