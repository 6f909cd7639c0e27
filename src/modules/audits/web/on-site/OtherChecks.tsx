// What else is looked at in this place.
import { useText } from "#web/text/i18n.ts";
import { type Check, verdictOf, type Whole } from "./entries.ts";
import { FoundMark } from "./FoundMark.tsx";
import { controlOf, useTitle } from "./useWords.ts";
import type { Work } from "./work.ts";

type Props = {
  work: Work;
  sheet: Whole;
  checks: readonly Check[];
  placeId: string;
  here: string | undefined;
  onGo: (checkId: string) => void;
};

export function OtherChecks({ work, sheet, checks, placeId, here, onGo }: Props) {
  const title = useTitle(sheet);
  const there = checks.filter((one) => one.placeId === placeId && one.id !== here);
  if (there.length === 0) return null;
  return (
    <ul className="other-checks">
      {there.map((check) => (
        <li key={check.id}>
          <button type="button" onClick={() => onGo(check.id)}>
            <span>
              <b>{title(check)}</b>
              <small>
                {check.controlId} ·{" "}
                <Beside
                  said={controlOf(sheet, check)?.saidVerdict ?? null}
                  found={verdictOf(work.living, work.entries, check.id)}
                />
              </small>
            </span>
            <FoundMark found={verdictOf(work.living, work.entries, check.id)} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Beside({ said, found }: { said: string | null; found: string | null }) {
  const t = useText();
  if (said === null) return t("audits.onSite.saidNothing");
  if (found === null) return t("audits.onSite.saidThat", { said: t(`verdict.${said as "met"}`) });
  return t(found === said ? "audits.onSite.sameAsSaid" : "audits.onSite.otherThanSaid");
}
