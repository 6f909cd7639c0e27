// Step 1: who answers for information security, and who stands in.
import { useState } from "react";
import { GoButton } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Note } from "#web/ui/states.tsx";
import { NameOfficer } from "./NameOfficer.tsx";
import type { SetUp } from "./onboarding.ts";

type Props = { setUp: SetUp };

export function useOfficerTitle({ officers }: SetUp): string {
  const t = useText();
  const [first] = officers.filter((one) => !one.isDeputy);
  if (!first) return t("guided.officer.none");
  return t(officers.length > 1 ? "guided.officer.one" : "guided.officer.oneNoDeputy", { name: first.name });
}

export function OfficerStep({ setUp }: Props) {
  const t = useText();
  const [isNaming, setNaming] = useState(false);
  const { officers, can } = setUp;
  const hasOfficer = officers.some((one) => !one.isDeputy);
  return (
    <>
      <p className="soft">{t("guided.officer.help")}</p>
      {officers.length > 0 ? (
        <ul className="set-up-list">
          {officers.map((one) => (
            <li key={one.personId}>
              <b>
                <LangText text={one.name} />
              </b>
              <span className="state-of soft">
                {[
                  one.isYou ? t("guided.officer.you") : "",
                  one.isDeputy ? t("guided.officer.deputy") : "",
                  t(`guided.officer.${one.account ?? "noAccount"}`),
                ]
                  .filter(Boolean)
                  .join(t("list.comma"))}
              </span>
              <span className="acts">
                {one.isYou && !one.isDeputy && officers.length === 1 ? (
                  <GoButton size="s" to="/me">
                    {t("guided.officer.toDeputy")}
                  </GoButton>
                ) : null}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {!can.nameOfficer && !hasOfficer ? (
        <Note>
          {t("guided.officer.askDivision", { division: setUp.division ?? t("onboarding.side.division") })}
        </Note>
      ) : null}
      {can.nameOfficer && !isNaming ? (
        <div className="row">
          <Button look={hasOfficer ? "outlined" : "main"} onClick={() => setNaming(true)}>
            {t(hasOfficer ? "guided.officer.nameAnother" : "guided.officer.name")}
          </Button>
        </div>
      ) : null}
      {isNaming ? <NameOfficer setUp={setUp} onClose={() => setNaming(false)} /> : null}
    </>
  );
}
