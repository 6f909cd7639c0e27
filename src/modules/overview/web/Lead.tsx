// The finding of the whole board in one sentence, and how sure it is.
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Said } from "#web/text/Said.tsx";
import { HowSure } from "#web/ui/figures.tsx";
import { type Board, shareDown } from "./board.ts";
import { useKnown } from "./known.ts";
import type { View } from "./view.ts";

type Props = { board: Board; view: View };

export function Lead({ board, view }: Props) {
  return (
    <div className="lead-row">
      <div>
        <Sentence board={board} view={view} />
        <Boundary board={board} view={view} />
      </div>
      <Sure board={board} />
    </div>
  );
}

/** The difference to last year over the trend's companies and controls; null where none may be shown. */
export function changeOf({ previous }: Board): number | null {
  if (!previous || previous.sameMeetsNow === null || previous.sameMeetsThen === null) return null;
  return previous.sameMeetsNow - previous.sameMeetsThen;
}

function Sentence({ board, view }: Props) {
  const [meets = 0, , serious = 0, unknown = 0] = board.counts;
  const change = changeOf(board);
  const isProven = board.basis === "verified";
  const first = isProven
    ? "verified"
    : change === null
      ? "alone"
      : change > 0
        ? "more"
        : change < 0
          ? "fewer"
          : "same";
  const rest = serious > 0 ? (unknown > 0 ? "both" : "serious") : unknown > 0 ? "unknown" : "none";
  const rows = (search: Record<string, string>) => (
    <Go to="/group/results" search={{ ...view, ...search }}>
      {null}
    </Go>
  );
  return (
    <p className="lead">
      <Said
        of={
          first === "verified" || first === "alone" || board.previous?.years !== 2
            ? `overview.lead.${first}`
            : `overview.lead.${first}Both`
        }
        values={{
          meets,
          companies: board.companies,
          change: Math.abs(change ?? 0),
          same: board.previous?.sameCompanies ?? 0,
          yearCount: board.previous?.years ?? 0,
        }}
        parts={{
          all: rows({ result: "meets" }),
          up: (
            <Go to="/group/overview" search={view} className="up" hash="trend">
              {null}
            </Go>
          ),
        }}
      />
      <Said
        of={isProven ? `overview.proven.${rest}` : `overview.rest.${rest}`}
        values={{ serious, unknown }}
        parts={{ serious: rows({ result: "serious" }), unknown: rows({ result: "not_known" }) }}
      />
    </p>
  );
}

/** Boundary, period and age of every number on the page. */
function Boundary({ board, view }: Props) {
  const t = useText();
  const format = useFormat();
  const confirmed = board.funnel
    .filter((one) => one.state === "confirmed" || one.state === "locked")
    .reduce((sum, one) => sum + one.companies, 0);
  const submitted = board.companies - board.notSubmitted;
  const { round, boundary } = board;
  const part = [
    boundary.tier,
    boundary.region
      ? boundary.region === "-"
        ? t("overview.noRegion")
        : t(`region.${boundary.region}` as "region.japan")
      : null,
    boundary.division,
  ].filter((one) => one !== null);
  return (
    <p className="age lead-age">
      {[
        t("overview.period", { year: format.fiscalYear(round.fiscalYear), edition: round.edition }),
        ...(part.length > 0 ? [part.join(" × ")] : []),
        round.isDueTaken
          ? t("overview.duePassed", { day: format.day(round.dueOn, "short") })
          : t("overview.dueOn", { day: format.day(round.dueOn, "short") }),
        t("overview.byStep", { confirmed, provisional: Math.max(0, submitted - confirmed) }),
      ].join(" · ")}
      {" · "}
      <Go to="/group/results" search={{ ...view, state: "not_submitted" }}>
        {t("overview.notSubmitted", { count: board.notSubmitted })}
      </Go>
      {board.left > 0 ? (
        <>
          {" · "}
          <Go to="/group/results" search={{ ...view, left: "yes" }}>
            {t("overview.left", { count: board.left })}
          </Go>
        </>
      ) : null}
      {board.notAsked > 0 ? (
        <>
          {" · "}
          <Go to="/group/results" search={{ ...view, asked: "no" }}>
            {t("overview.notAsked", { count: board.notAsked })}
          </Go>
        </>
      ) : null}
      {board.dataAt ? ` · ${t("overview.figuresOld", { age: format.age(board.dataAt) })}` : ""}
    </p>
  );
}

function Sure({ board }: { board: Board }) {
  const t = useText();
  const beside = useKnown();
  const { declared, documented, measured, verified } = board.answers;
  const known = declared + documented + measured + verified;
  const down = (part: number) => shareDown(part, known);
  const [some, half, full] = [down(documented), down(measured), down(verified)];
  return (
    <div>
      <HowSure
        title={t("overview.howSure", { answers: known })}
        shares={{
          // What is only declared takes the rest: the weakest is the one that is rounded up.
          declared: known === 0 ? 0 : 1 - some - half - full,
          documented: some,
          measured: half,
          verified: full,
        }}
      />
      <p className="age">
        {t("overview.ofRequired", { required: board.answers.required, known: beside(board.answers) })}
      </p>
    </div>
  );
}
