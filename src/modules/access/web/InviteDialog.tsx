import { Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { organization } from "#modules/organization/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { SelectField, TextField, Tick } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { type Language, languageNames, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Note } from "#web/ui/states.tsx";
import { access } from "../contract.ts";

type Invitation = Output<typeof access.inviteAccount>;
type Made = { invitation: Invitation; personId: string; loginName: string };

type Props = {
  isOpen: boolean;
  onClose: () => void;
  /** Goes on to the rights of whoever was invited: an account without any sees nothing. */
  onRights: (person: { personId: string; loginName: string }) => void;
};

/** Opens an account for a person and shows the one-time link, once. */
export function InviteDialog({ isOpen, onClose, onRights }: Props) {
  const t = useText();
  const [made, setMade] = useState<Made | null>(null);
  const close = () => {
    setMade(null);
    onClose();
  };
  return (
    <Dialog isOpen={isOpen} onClose={close} title={t("account.invite")}>
      {made ? (
        <div className="form">
          <InvitationLink made={made.invitation} />
          <p className="soft">{t("account.rightsNext")}</p>
          <div className="ends">
            <Button
              onClick={() => {
                close();
                onRights(made);
              }}
            >
              {t("account.toRights")}
            </Button>
          </div>
        </div>
      ) : (
        <InviteForm onMade={setMade} onClose={close} />
      )}
    </Dialog>
  );
}

/** Where the link has gone, or the link itself for whoever hands it over. */
export function InvitationLink({ made }: { made: Invitation }) {
  const t = useText();
  const format = useFormat();
  if (made.invitationToken === null)
    return (
      <Note kind="good">
        {t("account.mailed", { address: made.mailedTo ?? "", until: format.moment(made.expiresAt) })}
      </Note>
    );
  // Behind #, so that the token reaches no server log.
  return <OneTimeLink link={`${location.origin}/invitation#${made.invitationToken}`} />;
}

export function OneTimeLink({ link }: { link: string }) {
  const t = useText();
  const [isCopied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard.writeText(link).then(() => setCopied(true));
  return (
    <div className="form">
      <Note kind="good">{t("account.linkReady")}</Note>
      <div className="row">
        <input
          className="input mono grow"
          aria-label={t("account.copy")}
          value={link}
          readOnly
          onFocus={(event) => event.target.select()}
        />
        <Button look="main" icon={isCopied ? "check" : "file"} onClick={copy}>
          {t(isCopied ? "account.copied" : "account.copy")}
        </Button>
      </div>
    </div>
  );
}

type FormProps = {
  onMade: (made: Made) => void;
  onClose: () => void;
};

function InviteForm({ onMade, onClose }: FormProps) {
  const t = useText();
  const format = useFormat();
  const [search, setSearch] = useState("");
  const [form, setForm] = useState({ personId: "", loginName: "", language: format.language as Language });
  const people = useOperation(
    organization.listPeople,
    { limit: 30, ...(search ? { search } : {}) },
    { keep: true },
  );
  const invite = useCommand(access.inviteAccount, [access.listAccounts]);
  const setup = useOperation(access.getSetup, {});
  const [email, setEmail] = useState<string | null>(null);
  const [isByMail, setByMail] = useState(true);
  const isMailable = setup.data?.sendsMail === true && email !== null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { personId, loginName } = form;
    invite.mutate(
      { ...form, byMail: isMailable && isByMail },
      { onSuccess: (invitation) => onMade({ invitation, personId, loginName }) },
    );
  };
  const choose = (personId: string | null) => {
    const person = people.data?.rows.find((one) => one.id === personId);
    setEmail(person?.email ?? null);
    setForm((before) => ({
      ...before,
      personId: personId ?? "",
      loginName: person?.email ?? before.loginName,
    }));
  };
  const missing = !form.personId
    ? t("forms.first", { field: t("account.invitePerson") })
    : form.loginName.trim().length < 3
      ? t("forms.first", { field: t("account.loginName") })
      : null;
  return (
    <form className="form" onSubmit={submit}>
      <Select
        label={t("account.invitePerson")}
        placeholder={t("account.findPerson")}
        nothingFoundMessage={t("account.nobodyFound")}
        searchable
        searchValue={search}
        onSearchChange={setSearch}
        filter={({ options }) => options}
        data={(people.data?.rows ?? []).map((person) => ({
          value: person.id,
          label: [format.person(person), person.title, person.companyName].filter(Boolean).join(" · "),
        }))}
        value={form.personId || null}
        onChange={choose}
      />
      <TextField
        label={t("account.loginName")}
        hint={t("account.loginHelp")}
        isCode
        value={form.loginName}
        maxLength={254}
        onChange={(loginName) => setForm({ ...form, loginName })}
      />
      <SelectField
        label={t("frame.language")}
        value={form.language}
        choices={(Object.keys(languageNames) as Language[]).map((value) => ({
          value,
          label: languageNames[value],
        }))}
        onChange={(language) => setForm({ ...form, language })}
      />
      {isMailable ? (
        <div>
          <Tick label={t("account.byMail")} isOn={isByMail} onChange={setByMail} />
          <p className="small mute">{t("account.byMailHelp")}</p>
        </div>
      ) : null}
      <FormEnds error={invite.error} isBusy={invite.isPending} offBecause={missing} onClose={onClose}>
        {t("account.invite")}
      </FormEnds>
    </form>
  );
}
