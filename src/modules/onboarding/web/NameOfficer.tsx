// Naming an officer in one form: the person, the role and the invitation, one after the other by the operations that do each.
// What was done before something failed is not done twice.
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { access } from "#modules/access/contract.ts";
import { InvitationLink } from "#modules/access/web/parts.tsx";
import { organization } from "#modules/organization/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { SelectField, TextField, Tick } from "#web/forms/fields.tsx";
import { useSession } from "#web/session.ts";
import { type Language, languageNames, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Note } from "#web/ui/states.tsx";
import { onboarding } from "../contract.ts";
import type { SetUp } from "./onboarding.ts";

const refreshed = [onboarding.getSetUp, onboarding.getPlan];
const languages = Object.keys(languageNames) as Language[];

export function NameOfficer({ setUp, onClose }: { setUp: SetUp; onClose: () => void }) {
  const t = useText();
  const { today } = useSession();
  const spoken = languages.find((one) => one === setUp.recorded?.language) ?? "en";
  const [form, setForm] = useState({ family: "", given: "", email: "", language: spoken, byMail: true });
  const [personId, keepPerson] = useState<string | null>(null);
  const [isGiven, setGiven] = useState<"given" | "proposed" | null>(null);
  const [made, setMade] = useState<Output<typeof access.inviteAccount> | null>(null);
  const set = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const sendsMail = useOperation(access.getSetup, {}).data?.sendsMail === true;
  const add = useCommand(organization.addPerson, []);
  const give = useCommand(access.giveGrant, []);
  const invite = useCommand(access.inviteAccount, refreshed);

  const inviteNow = (id: string) =>
    invite.mutate(
      {
        personId: id,
        loginName: form.email.trim(),
        language: form.language,
        byMail: sendsMail && form.byMail,
      },
      { onSuccess: setMade },
    );
  const giveNow = (id: string) =>
    give.mutate(
      {
        personId: id,
        roleId: "security_officer",
        unitId: setUp.companyId,
        withSubtree: true,
        validFrom: today,
        reason: t("guided.officer.name"),
      },
      {
        onSuccess: ({ id: grantId }) => {
          setGiven(grantId ? "given" : "proposed");
          inviteNow(id);
        },
      },
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (personId) return isGiven ? inviteNow(personId) : giveNow(personId);
    return add.mutate(
      {
        companyId: setUp.companyId,
        familyName: form.family.trim(),
        givenName: form.given.trim(),
        email: form.email.trim(),
        language: form.language,
        employment: "regular",
        from: today,
      },
      {
        onSuccess: ({ id }) => {
          keepPerson(id);
          giveNow(id);
        },
      },
    );
  };
  const missing = !form.family.trim()
    ? t("forms.first", { field: t("guided.officer.family") })
    : /^[^@\s]+@[^@\s]+$/.test(form.email.trim())
      ? null
      : t("forms.first", { field: t("guided.officer.email") });
  if (made)
    return (
      <div className="form">
        {isGiven === "proposed" ? <Note kind="warn">{t("guided.officer.proposed")}</Note> : null}
        <InvitationLink made={made} />
        <div className="row">
          <Button onClick={onClose}>{t("action.close")}</Button>
        </div>
      </div>
    );
  return (
    <form className="form" onSubmit={submit}>
      <p className="soft">{t(personId ? "guided.officer.resume" : "guided.officer.nameHelp")}</p>
      <div className="two">
        <TextField
          label={t("guided.officer.family")}
          value={form.family}
          maxLength={100}
          onChange={(family) => set({ family })}
        />
        <TextField
          label={t("guided.officer.given")}
          isOptional
          value={form.given}
          maxLength={100}
          onChange={(given) => set({ given })}
        />
      </div>
      <div className="two">
        <TextField
          label={t("guided.officer.email")}
          value={form.email}
          maxLength={254}
          onChange={(email) => set({ email })}
        />
        <SelectField
          label={t("frame.language")}
          value={form.language}
          choices={languages.map((value) => ({ value, label: languageNames[value] }))}
          onChange={(language) => set({ language })}
        />
      </div>
      {sendsMail ? (
        <Tick label={t("account.byMail")} isOn={form.byMail} onChange={(byMail) => set({ byMail })} />
      ) : null}
      <FormError error={add.error ?? give.error ?? invite.error} />
      <div className="row">
        <Button
          type="submit"
          look="main"
          isBusy={add.isPending || give.isPending || invite.isPending}
          offBecause={missing}
        >
          {t("guided.officer.invite")}
        </Button>
        <Button look="quiet" onClick={onClose}>
          {t("action.cancel")}
        </Button>
      </div>
    </form>
  );
}
