// By what the list of rules is narrowed; all of it stands in the address of the page.
import { Menu } from "@mantine/core";
import { useUrl } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { AddFilter } from "#web/ui/AddFilter.tsx";
import { Token } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { stages, statuses, subjects } from "../mechanism/rules.ts";
import { useSaying } from "./saying.ts";

export type Url = {
  find: string;
  jurisdiction: string;
  status: string;
  stage: string;
  subject: string;
  standing: string;
  companyId: string;
  old: string;
};
export const standings = ["adopted", "proposed"] as const;
export const among = <V extends string>(values: readonly V[], given: string | undefined) =>
  values.find((one) => one === given);

export function Filters({ jurisdictions }: { jurisdictions: readonly string[] }) {
  const t = useText();
  const say = useSaying();
  const [url, set] = useUrl<Url>();
  const groups: {
    key: keyof Url;
    name: string;
    values: readonly string[];
    label: (value: string) => string;
  }[] = [
    {
      key: "jurisdiction",
      name: t("clockRule.jurisdiction"),
      values: jurisdictions,
      label: say.jurisdiction,
    },
    {
      key: "standing",
      name: t("clockRule.standing"),
      values: standings,
      label: (value) => t(`clockRule.standing.${value as (typeof standings)[number]}`),
    },
    {
      key: "status",
      name: t("clockRule.status"),
      values: statuses,
      label: (value) => t(`clockStatus.${value as (typeof statuses)[number]}`),
    },
    {
      key: "subject",
      name: t("clockRule.subject"),
      values: subjects,
      label: (value) => t(`clockSubject.${value as (typeof subjects)[number]}`),
    },
    {
      key: "stage",
      name: t("clockRule.stage"),
      values: stages,
      label: (value) => t(`clockStage.${value as (typeof stages)[number]}`),
    },
  ];
  return (
    <>
      <FindBox isOnKey label={t("clockRule.find")} value={url.find ?? ""} onFind={(find) => set({ find })} />
      {groups.map(({ key, name, values, label }) => {
        const value = values.find((one) => one === url[key]);
        return value ? (
          <Token key={key} name={name} value={label(value)} onRemove={() => set({ [key]: undefined })} />
        ) : null;
      })}
      {url.companyId ? (
        <Token
          name={t("clockRule.company")}
          value={t("clockForm.oneCompany")}
          onRemove={() => set({ companyId: undefined })}
        />
      ) : null}
      {url.old ? (
        <Token
          name={t("clockRule.review")}
          value={t("clockRule.onlyOld")}
          onRemove={() => set({ old: undefined })}
        />
      ) : null}
      <AddFilter>
        {groups.flatMap(({ key, name, values, label }) => [
          <Menu.Label key={key}>{name}</Menu.Label>,
          ...values.map((value) => (
            <Menu.Item key={`${key} ${value}`} onClick={() => set({ [key]: value })}>
              {label(value)}
            </Menu.Item>
          )),
        ])}
        <Menu.Divider />
        <Menu.Item onClick={() => set({ old: "1" })}>{t("clockRule.onlyOld")}</Menu.Item>
      </AddFilter>
    </>
  );
}
