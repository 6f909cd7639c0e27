import { Checkbox, NumberInput, Select, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { access } from "#modules/access/contract.ts";
import { queryClient, useCommand, useOperation } from "../api.ts";
import { CountryField } from "../forms/places.tsx";
import { FormError } from "../errors/ErrorState.tsx";
import { PasswordField } from "../identity/PasswordField.tsx";
import { LonePage } from "../layout/LonePage.tsx";
import { currentLanguage, type Language, languageNames, useText } from "../text/i18n.ts";
import { Button, Note } from "../ui/parts.tsx";

const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];

function empty() {
  return {
    groupName: "",
    fiscalYearStartMonth: 4,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    languages: ["ja", "en", "zh"] as Language[],
    parentName: "",
    parentCode: "0001",
    parentCountry: "JP",
    parentWorkers: 1000,
    familyName: "",
    givenName: "",
    loginName: "",
    password: "",
  };
}

/** First set-up: the group, its parent company and the first administrator, in one short page. */
export default function SetUpPage() {
  const t = useText();
  const navigate = useNavigate();
  const setup = useOperation(access.getSetup, {});
  const found = useCommand(access.setUpGroup);
  const [form, setForm] = useState(empty);
  const set = (part: Partial<ReturnType<typeof empty>>) => setForm((before) => ({ ...before, ...part }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    await found.mutateAsync({ ...form, language: currentLanguage() });
    queryClient.clear();
    await navigate({ to: "/" });
  };
  if (setup.data?.isSetUp) {
    return (
      <LonePage title={t("setUp.title")}>
        <Note>{t("setUp.done")}</Note>
        <Button look="main" onClick={() => void navigate({ to: "/sign-in" })}>
          {t("signIn.submit")}
        </Button>
      </LonePage>
    );
  }
  const months = Array.from({ length: 12 }, (_, index) => String(index + 1));
  return (
    <LonePage title={t("setUp.title")} isWide>
      <p className="soft">{t("setUp.intro")}</p>
      <form className="form" onSubmit={(event) => void submit(event).catch(() => undefined)}>
        <h2>{t("setUp.group")}</h2>
        <TextInput
          label={t("setUp.groupName")}
          value={form.groupName}
          onChange={(event) => set({ groupName: event.target.value })}
          required
          maxLength={200}
        />
        <div className="two">
          <Select
            label={t("setUp.fiscalYear")}
            data={months}
            value={String(form.fiscalYearStartMonth)}
            onChange={(month) => set({ fiscalYearStartMonth: Number(month ?? 4) })}
            allowDeselect={false}
          />
          <Select
            label={t("setUp.timeZone")}
            data={zones}
            value={form.timeZone}
            onChange={(zone) => set({ timeZone: zone ?? form.timeZone })}
            searchable
            allowDeselect={false}
          />
        </div>
        <Checkbox.Group
          label={t("setUp.languages")}
          value={form.languages}
          onChange={(languages) => set({ languages: languages as Language[] })}
        >
          <div className="row">
            {(Object.keys(languageNames) as Language[]).map((language) => (
              <Checkbox key={language} value={language} label={languageNames[language]} lang={language} />
            ))}
          </div>
        </Checkbox.Group>
        <h2>{t("setUp.parent")}</h2>
        <TextInput
          label={t("setUp.parentName")}
          value={form.parentName}
          onChange={(event) => set({ parentName: event.target.value })}
          required
          maxLength={200}
        />
        <div className="two">
          <TextInput
            label={t("setUp.parentCode")}
            value={form.parentCode}
            onChange={(event) => set({ parentCode: event.target.value })}
            required
            maxLength={40}
          />
          <CountryField
            label={t("setUp.parentCountry")}
            value={form.parentCountry}
            onChange={(parentCountry) => set({ parentCountry })}
          />
        </div>
        <NumberInput
          label={t("setUp.parentWorkers")}
          value={form.parentWorkers}
          onChange={(value) => set({ parentWorkers: Number(value) })}
          min={1}
          allowDecimal={false}
        />
        <h2>{t("setUp.you")}</h2>
        <div className="two">
          <TextInput
            label={t("person.familyName")}
            value={form.familyName}
            onChange={(event) => set({ familyName: event.target.value })}
            required
          />
          <TextInput
            label={t("person.givenName")}
            value={form.givenName}
            onChange={(event) => set({ givenName: event.target.value })}
          />
        </div>
        <TextInput
          label={t("signIn.loginName")}
          value={form.loginName}
          onChange={(event) => set({ loginName: event.target.value })}
          required
          minLength={3}
          autoComplete="username"
        />
        <PasswordField value={form.password} onChange={(password) => set({ password })} />
        <p className="small soft">{t("setUp.twoRoles")}</p>
        <FormError error={found.error} />
        <Button type="submit" look="main" isBusy={found.isPending}>
          {t("setUp.submit")}
        </Button>
      </form>
    </LonePage>
  );
}
