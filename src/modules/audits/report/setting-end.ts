// How it was done, what the sample says of all answers, and who signed: the last pages of a report.
import type { Language } from "#core/context.ts";
import { formatMoment, formatPercent } from "#core/text/format.ts";
import type { Drawn, Placed } from "./drawn.ts";
import type { ControlRow } from "./loading.ts";
import { leftOf, overClaim } from "./rules.ts";
import type { Say } from "./words.ts";

export function methodOf(say: Say, { report, controls, book }: Drawn, language: Language): string[] {
  const of = (drawn: ControlRow["drawn"]) => controls.filter((one) => one.drawn === drawn).length;
  const { sample, interval } = overClaim(controls);
  const left = leftOf(report);
  const drawn = {
    tier: report.tier,
    mandatory: of("mandatory"),
    share: formatPercent(report.sharePercent / 100, language),
    sample: of("sample"),
    added: of("added"),
    seed: report.seed,
  };
  return [
    left.count === 0
      ? say("audits.paper.method.drawn", drawn)
      : say("audits.paper.method.drawnPart", {
          ...drawn,
          allMandatory: drawn.mandatory + left.mandatory,
          allSample: drawn.sample + left.sample,
        }),
    ...(left.count === 0
      ? []
      : [say("audits.paper.method.left", { count: left.count, reason: left.reason })]),
    say("audits.paper.method.tested"),
    say("audits.paper.method.scored", { edition: `${book.standard} ${book.edition}` }),
    interval
      ? say(left.count === 0 ? "audits.paper.method.interval" : "audits.paper.method.intervalPart", {
          overturned: sample.overturned,
          of: sample.of,
          low: formatPercent(interval.low, language),
          high: formatPercent(interval.high, language),
        })
      : say("audits.paper.method.noInterval"),
  ];
}

export function claimsOf(say: Say, { report, controls }: Drawn, language: Language): (string | number)[][] {
  const left = leftOf(report);
  const mandatory = controls.filter((one) => one.drawn === "mandatory").length;
  const claims = overClaim(controls);
  const { interval } = claims;
  return [
    [
      say("audits.paper.drawn.mandatory"),
      claims.mandatory.of,
      claims.mandatory.overturned,
      left.mandatory === 0
        ? say("audits.paper.census")
        : say("audits.paper.censusPart", { count: mandatory, all: mandatory + left.mandatory }),
    ],
    [
      say("audits.paper.drawn.sample"),
      claims.sample.of,
      claims.sample.overturned,
      interval
        ? say("audits.paper.between", {
            low: formatPercent(interval.low, language),
            high: formatPercent(interval.high, language),
          })
        : "–",
    ],
    [say("audits.paper.drawn.added"), claims.added.of, claims.added.overturned, say("audits.paper.chosen")],
  ];
}

export function signaturesOf(say: Say, whole: Drawn, language: Language) {
  const at = (moment: string) => formatMoment(moment, language, whole.company.timeZone, "plain", true);
  return (["lead", "company"] as const).map((side) => {
    const one: Placed | undefined = whole.signatures.find((each) => each.side === side);
    return {
      side: say(`audits.paper.side.${side}`),
      name: one?.name ?? " ",
      what: !one
        ? say("audits.paper.unsigned")
        : one.outcome === "refused"
          ? say("audits.paper.refused", { at: at(one.signedAt), reason: one.reason })
          : say("audits.paper.signed", { at: at(one.signedAt) }),
    };
  });
}
