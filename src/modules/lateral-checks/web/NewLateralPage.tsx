// A new lateral check; with ?finding= it asks whether others have what was found in one place, with ?incident= whoever has what an
// incident is about: what it is called and what is sought in which ledger comes with the address, and is looked over before it is asked.
import { findings } from "#modules/findings/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrl } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { currentLanguage, useText } from "#web/text/i18n.ts";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { lateralChecks } from "../contract.ts";
import { type Draft, emptyDraft, type From } from "./draft.ts";
import { LateralForm } from "./LateralForm.tsx";

export default function NewLateralPage() {
  const t = useText();
  const { today } = useSession();
  const [url] = useUrl<Url>();
  const { finding } = url;
  const issuers = useOperation(lateralChecks.listLateralIssuers, {});
  const read = useOperation(findings.getFinding, { id: finding ?? "" }, { enabled: Boolean(finding) });
  const failed = issuers.error ?? read.error;
  const own = issuers.data?.issuers ?? [];
  const from: From | null = finding
    ? read.data
      ? { ...read.data, kind: "finding" }
      : null
    : url.incident
      ? ofIncident(url)
      : null;
  const isReady = issuers.data !== undefined && (!finding || from !== null);
  return (
    <Page
      title={t("lateral.newTitle")}
      crumbs={[
        { label: t("findings.crumb"), to: "/findings" },
        { label: t("lateral.crumb"), to: "/lateral-checks" },
        { label: t("lateral.newTitle") },
      ]}
    >
      {failed ? (
        <ErrorState error={failed} onRetry={() => void issuers.refetch()} />
      ) : !isReady ? (
        <Loading rows={10} />
      ) : own.length === 0 ? (
        <EmptyState icon="lock" title={t("lateral.noIssuer")}>
          {t("lateral.noIssuerHelp")}
        </EmptyState>
      ) : (
        <LateralForm
          issuers={own}
          from={from}
          start={{
            ...emptyDraft(own[0]?.unitId ?? "", currentLanguage(), today, from, rulesOf(url)),
            exceptions: url.except ? [{ unitId: String(url.except), reason: t("lateral.foundThere") }] : [],
          }}
        />
      )}
    </Page>
  );
}

type Url = {
  finding: string;
  incident: string;
  /** The company where it was found: it need not be asked. */
  except: string;
  reference: string;
  title: string;
  severity: string;
  ledger: string;
  words: string;
  why: string;
  look: string;
};

const severities = ["critical", "high", "medium", "low"] as const;

const ofIncident = ({ incident, reference, title, severity, why, look }: Partial<Url>): From => ({
  kind: "incident",
  id: String(incident),
  reference: String(reference ?? ""),
  title: String(title ?? "").slice(0, 200),
  detail: String(why ?? ""),
  look: String(look ?? "").slice(0, 4000),
  severity: severities.find((one) => one === severity) ?? "high",
  companyName: "",
});

/** Each of the words is sought in whatever says what a thing is. */
const rulesOf = ({ ledger, words }: Partial<Url>): Draft["rules"] =>
  ledger && words
    ? [
        {
          kind: "ledgers",
          held: [
            {
              ledger: ledger as never,
              contains: String(words)
                .split(/\s+/)
                .slice(0, 5)
                .map((word) => ({ words: word.slice(0, 100) })),
            },
          ],
        },
      ]
    : [];
