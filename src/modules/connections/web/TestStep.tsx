// The test log-in: at the provider in another tab, its outcome here. Nobody is signed in by it.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button, buttonClass } from "#web/ui/Button.tsx";
import { Heads } from "#web/ui/small.tsx";
import { Note } from "#web/ui/states.tsx";
import { connections } from "../contract.ts";
import type { Connection } from "./connection.ts";

type Seen = Output<typeof connections.readTest>;
const askEveryMs = 1500;

export function TestStep({ of, mayManage }: { of: Connection; mayManage: boolean }) {
  const t = useText();
  const format = useFormat();
  const begin = useCommand(connections.beginTest);
  const [going, setGoing] = useState<{ journeyId: string; address: string } | null>(null);
  const isReady = of.clientId !== null && of.hasSecret;
  const start = () => {
    setGoing(null);
    begin.mutate({ id: of.id }, { onSuccess: setGoing });
  };
  return (
    <div className="form wide">
      <p className="small soft">{t("connection.testHelp")}</p>
      {of.testedAt ? (
        <p className="small">{t("connection.testedAt", { at: format.moment(of.testedAt) })}</p>
      ) : null}
      {going ? <Outcome key={going.journeyId} of={of} {...going} /> : null}
      <FormError error={begin.error} />
      <div className="ends">
        <Button
          look={isReady && !of.testedAt && !going ? "main" : "outlined"}
          isBusy={begin.isPending}
          onClick={start}
          offBecause={!mayManage ? t("connection.notYours") : isReady ? null : t("connection.clientFirst")}
        >
          {t(going || of.testedAt ? "connection.testAgain" : "connection.test")}
        </Button>
      </div>
    </div>
  );
}

function Outcome({ of, journeyId, address }: { of: Connection; journeyId: string; address: string }) {
  const t = useText();
  const any = useAnyText();
  const own = { id: of.id, journeyId };
  const test = useOperation(connections.readTest, own, {
    refetchEvery: (last) => (last === undefined || last.state === "waiting" ? askEveryMs : false),
  });
  const seen = test.data;
  if (!seen || seen.state === "waiting")
    return (
      <>
        <a className={buttonClass("main")} href={address} target="_blank" rel="noreferrer">
          {t("connection.testGo")}
        </a>
        <Note>{t("connection.testWaiting")}</Note>
      </>
    );
  return (
    <>
      {seen.state === "failed" ? (
        <Note kind="bad">
          {t("connection.testFailed", { problem: any(`errors.${seen.problem ?? "journey.not_proved"}`) })}
        </Note>
      ) : (
        <Passed of={of} seen={seen} own={own} />
      )}
      {seen.claims.length > 0 ? <Claims seen={seen} /> : null}
    </>
  );
}

function Passed({ of, seen, own }: { of: Connection; seen: Seen; own: { id: string; journeyId: string } }) {
  const t = useText();
  const format = useFormat();
  const adopt = useCommand(connections.adoptTest, [
    connections.readTest,
    connections.getConnection,
    connections.listIdentities,
  ]);
  const who = seen.matched;
  return (
    <>
      <Note kind="good">{t("connection.testPassed")}</Note>
      <p className="small">
        {who
          ? who.isSelf
            ? t("connection.wouldMatchSelf")
            : t("connection.wouldMatch", { name: format.person(who), loginName: who.loginName })
          : t("connection.wouldMatchNobody")}{" "}
        {t(seen.hasFactor ? "connection.hasFactor" : "connection.hasNoFactor")}
      </p>
      {who || of.isOwn ? null : (
        <div>
          <Button look="main" isBusy={adopt.isPending} onClick={() => adopt.mutate(own)}>
            {t("connection.adopt")}
          </Button>
        </div>
      )}
      <FormError error={adopt.error} />
    </>
  );
}

function Claims({ seen }: { seen: Seen }) {
  const t = useText();
  return (
    <details className="sso-more" open>
      <summary>{t("connection.claims")}</summary>
      <div className="scroll-x">
        <table className="grid sso-claims">
          <Heads of={[[t("connection.claim")], [t("connection.value")]]} />
          <tbody>
            {seen.claims.map((claim) => (
              <tr key={claim.name}>
                <td className="mono">{claim.name}</td>
                <td className="mono">{claim.value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
