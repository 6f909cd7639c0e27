// What may be done about a finding now. The next step is the filled button; what is not for one is not there, what is not possible now
// says why.
import { useState } from "react";
import { PostponeDialog } from "#modules/duties/web/parts.tsx";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { Button } from "#web/ui/Button.tsx";
import { AboutDialog } from "./AboutDialog.tsx";
import { AskDialog, DecideDialog, EndDialog } from "./AcceptanceDialogs.tsx";
import { type Finding, refreshed } from "./finding.ts";
import { MergeDialog, ReopenDialog } from "./MergeDialogs.tsx";
import { RemedyDialog, VerifyDialog } from "./RemedyDialogs.tsx";
import { WeighDialog } from "./WeighDialog.tsx";

const acts = [
  "decide",
  "verify",
  "remedied",
  "askAcceptance",
  "takeBack",
  "endAcceptance",
  "reopen",
  "about",
  "weigh",
  "postpone",
  "merge",
] as const;
type Act = (typeof acts)[number];

/** What moves it on; the rest says more of it. */
const nextSteps: readonly Act[] = ["decide", "verify", "remedied"];

const notYours = "can.not_yours";

export function FindingActions({ finding }: { finding: Finding }) {
  const t = useText();
  const any = useAnyText();
  const [asked, ask] = useState<Act | null>(null);
  const { can } = finding;
  const whyNot = (act: Act): string | null => {
    if (act === "about") return can["work"] ?? null;
    if (act === "postpone") return can["remedied"] === null && finding.duty ? null : notYours;
    return act in can ? (can[act] ?? null) : notYours;
  };
  const mine = acts.filter((act) => whyNot(act) !== notYours);
  const open = mine.filter((act) => whyNot(act) === null);
  // Verifying is nobody's next step while nobody says that it is done.
  const first = open.find(
    (act) => nextSteps.includes(act) && (act !== "verify" || finding.state === "to_verify"),
  );
  const second = open.find((act) => act !== first);
  const rest = mine.filter((act) => act !== first && act !== second);
  const close = () => ask(null);
  return (
    <>
      {rest.length > 0 ? (
        <ActionMenu
          label={t("finding.more")}
          actions={rest.map((act) => {
            const why = whyNot(act);
            return {
              label: t(`finding.do.${act}`),
              offBecause: why ? any(`errors.${why}`) : null,
              onClick: () => ask(act),
            };
          })}
        />
      ) : null}
      {second ? <Button onClick={() => ask(second)}>{t(`finding.do.${second}`)}</Button> : null}
      {first ? (
        <Button look="main" onClick={() => ask(first)}>
          {t(`finding.do.${first}`)}
        </Button>
      ) : null}
      {asked === "remedied" ? <RemedyDialog finding={finding} onClose={close} /> : null}
      {asked === "verify" ? <VerifyDialog finding={finding} onClose={close} /> : null}
      {asked === "askAcceptance" ? <AskDialog finding={finding} onClose={close} /> : null}
      {asked === "decide" ? <DecideDialog finding={finding} onClose={close} /> : null}
      {asked === "takeBack" || asked === "endAcceptance" ? (
        <EndDialog finding={finding} onClose={close} />
      ) : null}
      {asked === "about" ? <AboutDialog finding={finding} onClose={close} /> : null}
      {asked === "weigh" ? <WeighDialog finding={finding} onClose={close} /> : null}
      {asked === "reopen" ? <ReopenDialog finding={finding} onClose={close} /> : null}
      {asked === "merge" ? <MergeDialog finding={finding} onClose={close} /> : null}
      {asked === "postpone" && finding.duty ? (
        <PostponeDialog duty={finding.duty} refreshes={refreshed} onClose={close} />
      ) : null}
    </>
  );
}
