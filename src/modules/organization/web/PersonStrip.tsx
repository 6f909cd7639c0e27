// A person in one line of four: where they work, how to reach them, their language, the time where they are.
import { Go } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { FactStrip } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { telephoneLink } from "#core/text/telephone.ts";
import { type Person, standingOn } from "./person.ts";

export function PersonStrip({ person }: { person: Person }) {
  const t = useText();
  const format = useFormat();
  const { today } = useSession();
  const mayReadUnits = useMay("organization.read");
  const company = <LangText text={nameFor(person.company)} />;
  const now = person.employments.find((one) => standingOn(one, today) === "now");
  const zone = person.timeZone ?? person.companyTimeZone;
  const tongue = person.language ? format.tongue(person.language) : null;
  return (
    <section className="panel">
      <FactStrip
        facts={[
          {
            label: t("unit.company"),
            value: mayReadUnits ? (
              <Go to="/companies/$id" params={{ id: person.company.id }}>
                {company}
              </Go>
            ) : (
              company
            ),
            notes: [
              [now?.title, now ? t(`employment.${now.kind}`) : null].filter(Boolean).join(t("list.comma")) ||
                t("person.notEmployed"),
              person.code ? (
                <>
                  {t("people.code")} <span className="mono">{person.code}</span>
                </>
              ) : (
                t("person.noCode")
              ),
            ],
          },
          {
            label: t("person.reach"),
            value: person.telephone ? (
              <a className="tn" href={telephoneLink(person.telephone)}>
                {person.telephone}
              </a>
            ) : (
              <span className="mute">{t("person.noTelephone")}</span>
            ),
            notes: [
              person.email ? (
                <a className="wrap-any" href={`mailto:${person.email}`}>
                  {person.email}
                </a>
              ) : (
                t("person.noEmail")
              ),
            ],
          },
          {
            label: t("person.language"),
            value: tongue ?? <span className="mute">{t("person.languageOpen")}</span>,
            notes: [t("person.languageHelp")],
          },
          {
            label: t("company.timeThere"),
            value: zone ? `${format.timeIn(zone)} ${format.zone(zone)}` : "–",
            notes: [
              zone ? zone.replaceAll("_", " ") : null,
              person.timeZone === null ? t("person.zoneOfCompany") : null,
            ].filter((one) => one !== null),
          },
        ]}
      />
    </section>
  );
}
