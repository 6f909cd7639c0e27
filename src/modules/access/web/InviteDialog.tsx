import { Modal, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { organization } from "#modules/organization/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { type Language, languageNames, useText } from "#web/text/i18n.ts";
import { Button, Note } from "#web/ui/parts.tsx";
import { access } from "../contract.ts";

/** Opens an account for a person and shows the one-time link, once. */
export function InviteDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useText();
  const [link, setLink] = useState<string | null>(null);
  const close = () => {
    setLink(null);
    onClose();
  };
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={t("account.invite")}
      size="md"
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {link ? <OneTimeLink link={link} /> : <InviteForm onLink={setLink} />}
    </Modal>
  );
}

export function OneTimeLink({ link }: { link: string }) {
  const t = useText();
  return (
    <div className="form">
      <Note kind="good">{t("account.linkReady")}</Note>
      <TextInput
        aria-label={t("account.copy")}
        value={link}
        readOnly
        onFocus={(event) => event.target.select()}
      />
      <Button look="main" onClick={() => void navigator.clipboard.writeText(link)}>
        {t("account.copy")}
      </Button>
    </div>
  );
}

function InviteForm({ onLink }: { onLink: (link: string) => void }) {
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
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { invitationToken } = await invite.mutateAsync(form);
    // Behind #, so that the token reaches no server log.
    onLink(`${location.origin}/invitation#${invitationToken}`);
  };
  const choose = (personId: string | null) => {
    const person = people.data?.rows.find((one) => one.id === personId);
    setForm((before) => ({
      ...before,
      personId: personId ?? "",
      loginName: person?.email ?? before.loginName,
    }));
  };
  return (
    <form className="form" onSubmit={(event) => void submit(event).catch(() => undefined)}>
      <Select
        label={t("account.invitePerson")}
        placeholder={t("account.findPerson")}
        searchable
        required
        searchValue={search}
        onSearchChange={setSearch}
        filter={({ options }) => options}
        data={(people.data?.rows ?? []).map((person) => ({
          value: person.id,
          label: `${format.person(person)} · ${person.companyName}`,
        }))}
        value={form.personId || null}
        onChange={choose}
      />
      <TextInput
        label={t("account.loginName")}
        value={form.loginName}
        onChange={(event) => setForm({ ...form, loginName: event.target.value })}
        required
        minLength={3}
      />
      <Select
        label={t("frame.language")}
        data={Object.entries(languageNames).map(([value, label]) => ({ value, label }))}
        value={form.language}
        onChange={(language) => setForm({ ...form, language: (language ?? "en") as Language })}
        allowDeselect={false}
      />
      <FormError error={invite.error} />
      <Button
        type="submit"
        look="main"
        isBusy={invite.isPending}
        offBecause={form.personId ? null : t("account.invitePerson")}
      >
        {t("account.invite")}
      </Button>
    </form>
  );
}
