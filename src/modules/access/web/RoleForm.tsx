// A role of one's own: begun as a copy, its names, what it is for, what it allows; a change shows first whom it touches.
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useFormat } from "#web/text/format.ts";
import { languageNames, useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { Note } from "#web/ui/states.tsx";
import { access } from "../contract.ts";
import { PermissionPicker } from "./PermissionPicker.tsx";
import type { Role } from "./role-acts.ts";
import { useNameOfRole } from "./words.ts";

const languages = ["en", "ja", "zh"] as const;
const reads = [access.listRoles, access.listProposals, access.listGrants];

type Props = { roles: readonly Role[]; copyOf?: Role; changed?: Role; onClose: () => void };

export function RoleForm({ roles, copyOf, changed, onClose }: Props) {
  const t = useText();
  const format = useFormat();
  const nameOf = useNameOfRole();
  const from = changed ?? copyOf;
  const [form, setForm] = useState({
    names: changed?.names ?? {},
    description: changed?.description ?? "",
    basedOn: from?.id ?? "",
    permissions: from?.permissions ?? ([] as string[]),
    reason: "",
  });
  const set = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
  const add = useCommand(access.addRole, reads);
  const change = useCommand(access.changeRole, reads);
  const waits = change.data?.proposalId;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { names, description, basedOn, permissions, reason } = form;
    const common = { names, permissions, ...(description.trim() ? { description: description.trim() } : {}) };
    if (changed)
      change.mutate(
        { id: changed.id, ...common, reason: reason.trim(), rowVersion: changed.rowVersion },
        {
          onSuccess: (done) => {
            if (!done.proposalId) onClose();
          },
        },
      );
    else
      add.mutate(
        { ...common, basedOn },
        { onSuccess: () => (toast(t("role.added"), Object.values(names).find(Boolean) ?? ""), onClose()) },
      );
  };
  const isNamed = languages.some((one) => form.names[one]?.trim());
  const missing = !form.basedOn
    ? t("forms.first", { field: t("role.basedOn") })
    : !isNamed
      ? t("role.nameFirst")
      : form.permissions.length === 0
        ? t("role.chooseFirst")
        : changed && !form.reason.trim()
          ? t("dialog.reasonFirst")
          : null;
  if (waits)
    return (
      <Dialog isOpen onClose={onClose} title={changed ? nameOf(changed) : ""}>
        <div className="form">
          <Note kind="warn">{t("role.waits")}</Note>
          <div className="ends">
            <Button look="main" onClick={onClose}>
              {t("action.close")}
            </Button>
          </div>
        </div>
      </Dialog>
    );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="l"
      title={changed ? t("role.changeTitle", { role: nameOf(changed) }) : t("role.add")}
    >
      <form className="form wide" onSubmit={submit}>
        {changed ? null : (
          <SelectField
            label={t("role.basedOn")}
            hint={t("role.basedOnHelp")}
            value={form.basedOn}
            emptyLabel={t("grant.chooseRole")}
            choices={roles
              .filter((role) => role.endedOn === null)
              .map((role) => ({ value: role.id, label: nameOf(role) }))}
            onChange={(basedOn) =>
              set({ basedOn, permissions: roles.find((role) => role.id === basedOn)?.permissions ?? [] })
            }
          />
        )}
        <div className="two">
          {languages
            .toSorted((a, b) => Number(b === format.language) - Number(a === format.language))
            .map((language) => (
              <TextField
                key={language}
                label={t("role.name", { language: languageNames[language] })}
                isOptional={language !== format.language}
                value={form.names[language] ?? ""}
                maxLength={80}
                onChange={(name) => set({ names: { ...form.names, [language]: name } })}
              />
            ))}
        </div>
        <TextArea
          label={t("role.description")}
          isOptional
          value={form.description}
          maxLength={500}
          onChange={(description) => set({ description })}
        />
        {form.basedOn ? (
          <PermissionPicker
            roles={roles}
            chosen={form.permissions}
            onChange={(permissions) => set({ permissions })}
          />
        ) : null}
        {changed ? (
          <>
            <TextField
              label={t("grant.reason")}
              value={form.reason}
              maxLength={500}
              onChange={(reason) => set({ reason })}
            />
            <Effect role={changed} permissions={form.permissions} />
          </>
        ) : null}
        <FormEnds
          error={add.error ?? change.error}
          isBusy={add.isPending || change.isPending}
          offBecause={missing}
          onClose={onClose}
        >
          {changed ? t("role.changeSave") : t("role.add")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

/** Who gains or loses what, before it is done; what gives more to anybody waits for a second person. */
function Effect({ role, permissions }: { role: Role; permissions: readonly string[] }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const wanted = permissions.toSorted().join(",");
  const isSame = wanted === role.permissions.toSorted().join(",");
  const preview = useOperation(
    access.previewRole,
    { id: role.id, permissions: wanted },
    { keep: true, enabled: !isSame },
  );
  if (isSame || !preview.data) return null;
  const { gains, loses, affected, needsTwo } = preview.data;
  const words = (codes: readonly string[]) => format.list(codes.map((code) => any(`permission.${code}`)));
  const named = affected.people.slice(0, 5);
  return (
    <section className="allows" aria-live="polite">
      {gains.length > 0 ? (
        <p>
          <b>{t("role.gains")}</b>: {words(gains)}
        </p>
      ) : null}
      {loses.length > 0 ? (
        <p>
          <b>{t("role.loses")}</b>: {words(loses)}
        </p>
      ) : null}
      <p className="soft">
        {affected.count === 0
          ? t("role.affectsNobody")
          : t("role.affected", {
              count: affected.count,
              names: `${format.list(named)}${affected.count > named.length ? " …" : ""}`,
            })}
      </p>
      {needsTwo ? <p className="note warn">{t("role.changeTakesTwo")}</p> : null}
    </section>
  );
}
