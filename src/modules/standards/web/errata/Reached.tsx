// Whom corrected words would reach today, before anybody decides it.
import { inspections } from "#modules/inspections/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { type Language, useText } from "#web/text/i18n.ts";
import { Loading, Note } from "#web/ui/states.tsx";

export function Reached({
  editionId,
  controlId,
  asksAgain,
  languages,
}: {
  editionId: string;
  controlId: string;
  asksAgain: boolean;
  /** In which words are corrected; whoever answered them in another one is not asked. */
  languages: readonly Language[];
}) {
  const t = useText();
  const format = useFormat();
  const read = useOperation(inspections.countAnswered, {
    id: editionId,
    controlId,
    ...(languages.length > 0 && languages.length < 3 ? { languages: languages.join(",") } : {}),
  });
  if (!read.data) return read.isError ? <ErrorState error={read.error} /> : <Loading rows={2} />;
  const { inHand, handedIn, confirmed, locked, companies } = read.data;
  const count = inHand + handedIn;
  if (count + locked === 0) return <p className="soft">{t("erratum.reachesNobody")}</p>;
  if (!asksAgain) return <p className="soft">{t("erratum.announced", { count })}</p>;
  const rest = count - companies.length;
  return (
    <>
      <p>
        <b>{t("erratum.reaches", { count })}</b> {format.list(companies)}
        {rest > 0 ? ` ${t("erratum.andMore", { count: rest })}` : ""}
      </p>
      {languages.length > 0 && languages.length < 3 ? (
        <p className="soft">
          {t("erratum.onlyReaders", { languages: format.list(languages.map((one) => format.tongue(one))) })}
        </p>
      ) : null}
      {handedIn > 0 ? (
        <Note kind="warn">
          {t("erratum.comesBack", { count: handedIn })}
          {confirmed > 0 ? ` ${t("erratum.confirmed", { count: confirmed })}` : ""}
        </Note>
      ) : null}
      {locked > 0 ? <p className="soft">{t("erratum.locked", { count: locked })}</p> : null}
    </>
  );
}
