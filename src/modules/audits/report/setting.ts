// A report as the data its pages are set from: every word here, none in the template.
import type { Language } from "#core/context.ts";
import { formatDay, formatMoment, formatPercent } from "#core/text/format.ts";
import { textIn } from "#modules/standards/edition.ts";
import type { Drawn } from "./drawn.ts";
import type { ControlRow } from "./loading.ts";
import { countsOf, fallsShort, isClaimed, leftOf, stands } from "./rules.ts";
import { claimsOf, methodOf, signaturesOf } from "./setting-end.ts";
import { photoOf, placesOf, titleOf } from "./setting-places.ts";
import { type Say, sayIn } from "./words.ts";

const fontsOf: Record<Language, string[]> = {
  ja: ["Noto Sans JP", "Noto Sans SC"],
  en: ["Noto Sans JP", "Noto Sans SC"],
  zh: ["Noto Sans SC", "Noto Sans JP"],
};

export function reportData(whole: Drawn, language: Language) {
  const say = sayIn(language);
  const { report, controls, isMandatory } = whole;
  const counts = countsOf(controls);
  const isFinal = report.state === "final";
  const hash = report.contentSha256?.toString("hex");
  const number = report.version > 1 ? `${report.reference}-${report.version}` : report.reference;
  const title = say("audits.paper.title", { company: whole.company.name, number });
  const claimed = controls.filter(isClaimed);
  const short = controls.filter((one) => stands(one) && fallsShort(one.verdict));
  return {
    lang: language,
    fonts: fontsOf[language],
    title,
    author: whole.group,
    date: (report.finalAt ?? whole.now).slice(0, 10).split("-").map(Number),
    draft: isFinal ? null : say(`audits.paper.draft.${report.state}`),
    words: wordsOf(say),
    foot: {
      what: title,
      proof: hash
        ? say("audits.paper.foot", { hash })
        : say("audits.paper.footDraft", { day: formatDay(whole.today, language, "plain") }),
    },
    cover: {
      group: whole.group,
      kind: say("audits.paper.kind"),
      company: whole.company.name,
      sentence: sentenceOf(say, counts),
      result: whole.result,
      resultWord: say(`result.${whole.result}`),
      overturned: say("audits.paper.of", { count: counts.overturned, all: claimed.length }),
      overturnedNote: say("audits.paper.overturnedNote"),
      facts: factsOf(say, whole, language, number),
      corrects: report.reason,
    },
    summary: report.summary,
    commended: report.commended,
    areas: whole.book.frame.areas.flatMap((area) => {
      const of = controls.filter((one) => one.area === area.id);
      return of.length === 0 ? [] : [{ name: textIn(area.name, language), ...countsOf(of) }];
    }),
    total: counts,
    shortTitle: say("audits.paper.short", { count: short.length }),
    short: short.map((one) => shortOf(say, whole, one, isMandatory(one.controlId), language)),
    changed: controls
      .filter((one) => one.settlement === "changed" || one.settlement === "withdrawn")
      .map((one) => ({
        id: one.controlId,
        title: titleOf(whole, one.controlId, language),
        before: say(`verdict.${one.sheetVerdict}`),
        after: say(one.settlement === "withdrawn" ? "audits.paper.withdrawn" : `verdict.${one.verdict}`),
        reason: one.settledReason,
      })),
    places: placesOf(say, whole, language),
    method: methodOf(say, whole, language),
    claims: claimsOf(say, whole, language),
    agenda: whole.agenda.map((line) => ({
      when: [formatDay(line.day, language, "week"), line.begins ?? ""].filter(Boolean).join(" "),
      what: [say(`audits.agenda.kind.${line.kind}`), line.what]
        .filter(Boolean)
        .join(say("audits.paper.colon")),
      where: line.place,
      who: line.who,
      minutes: line.minutes,
    })),
    replyWords: report.replyWords,
    signatures: signaturesOf(say, whole, language),
    proof: hash ? say("audits.paper.proof", { hash }) : "",
  };
}

/** The finding first. */
function sentenceOf(
  say: Say,
  { looked, partly, notMet, overturned: count, unknown }: ReturnType<typeof countsOf>,
) {
  const short = partly + notMet;
  if (short === 0 && looked === unknown) return say("audits.paper.sentenceUnknown");
  if (short === 0) return say("audits.paper.sentenceMet", { count: looked - unknown });
  return say(count > 0 ? "audits.paper.sentenceOverturned" : "audits.paper.sentenceShort", {
    count: short,
    all: looked,
    overturned: count,
  });
}

function factsOf(say: Say, whole: Drawn, language: Language, number: string): string[][] {
  const { report, book } = whole;
  const left = leftOf(report);
  const days =
    whole.fromOn && whole.toOn && whole.fromOn !== whole.toOn
      ? say("audits.paper.days", {
          from: formatDay(whole.fromOn, language, "full"),
          to: formatDay(whole.toOn, language, "full"),
        })
      : formatDay(whole.fromOn ?? report.heldOn ?? whole.today, language, "full");
  return [
    [say("audits.paper.number"), number],
    [say("audits.when"), days],
    [
      say("audits.paper.team"),
      report.seen.team
        .map((one) => (one.isLead ? say("audits.paper.leadName", { name: one.name }) : one.name))
        .join(say("audits.paper.comma")),
    ],
    [say("audits.paper.sites"), report.seen.places.map((one) => one.name).join(say("audits.paper.comma"))],
    [
      say("audits.paper.standard"),
      say("audits.paper.standardOf", { edition: `${book.standard} ${book.edition}`, tier: report.tier }),
    ],
    [
      say("audits.paper.draw"),
      say("audits.paper.drawOf", {
        share: formatPercent(report.sharePercent / 100, language),
        seed: report.seed,
      }),
    ],
    ...(left.count > 0 ? [[say("audits.paper.leftOut"), say("audits.paper.leftOf", left)]] : []),
    ...(report.repliedAt
      ? [
          [
            say("audits.paper.repliedOn"),
            formatMoment(report.repliedAt, language, whole.company.timeZone, "plain", true),
          ],
        ]
      : report.replyBy && report.state === "sent"
        ? [[say("audits.paper.replyBy"), formatDay(report.replyBy, language, "full")]]
        : []),
  ];
}

function wordsOf(say: Say) {
  const of = (key: string) => say(`audits.paper.${key}`);
  const verdict = (key: string) => say(`verdict.${key}`);
  return {
    ...Object.fromEntries(
      [
        "result",
        "resultNote",
        "claims",
        "corrects",
        "summary",
        "commended",
        "byArea",
        "all",
        "noShort",
        "mandatory",
        "severity",
        "seen",
        "changed",
        "checked",
        "method",
        "agenda",
        "reply",
        "signatures",
      ].map((key) => [key, of(key)]),
    ),
    areaHeads: [
      of("area"),
      of("looked"),
      verdict("met"),
      verdict("partly"),
      verdict("not_met"),
      verdict("unknown"),
      of("overturned"),
    ],
    changedHeads: [of("control"), of("before"), of("after"), of("why")],
    checkHeads: ["", of("control"), of("tested"), of("found")],
    claimHeads: [of("drawnHow"), of("claimed"), of("overturned"), of("interval")],
    agendaHeads: [say("audits.when"), of("what"), of("where")],
  };
}

function shortOf(say: Say, whole: Drawn, one: ControlRow, must: boolean, language: Language) {
  const opinion = (key: string, kind: string | null) => [
    say(`audits.paper.${key}`),
    kind,
    kind === null ? "" : say(`verdict.${kind}`),
  ];
  const photos = whole.report.seen.photos.filter((photo) => photo.controlId === one.controlId);
  return {
    id: one.controlId,
    title: titleOf(whole, one.controlId, language),
    must,
    verdict: one.verdict,
    word: say(`verdict.${one.verdict}`),
    severity: one.severity ? say(`severity.${one.severity}`) : "–",
    opinions: [
      opinion("said", one.saidVerdict),
      opinion("desk", one.deskVerdict),
      opinion("found", one.verdict),
    ],
    words: one.words,
    photos: photos.map((photo) => photoOf(whole, photo, language)),
    rows: [
      ...(one.severityReason ? [[say("audits.paper.weighed"), one.severityReason]] : []),
      ...(one.dueOn ? [[say("audits.paper.dueOn"), formatDay(one.dueOn, language, "full")]] : []),
      ...(whole.references.get(one.controlId)
        ? [[say("audits.paper.finding"), whole.references.get(one.controlId) ?? ""]]
        : []),
    ],
    reply: [
      ...(one.agrees === null
        ? []
        : [
            [
              say("audits.paper.reply"),
              [say(one.agrees ? "audits.report.agrees" : "audits.report.differs"), one.replyWords]
                .filter(Boolean)
                .join(say("audits.paper.colon")),
            ],
          ]),
      ...(one.settlement
        ? [
            [
              say("audits.paper.settled"),
              [say(`audits.report.settlement.${one.settlement}`), one.settledReason]
                .filter(Boolean)
                .join(say("audits.paper.colon")),
            ],
          ]
        : []),
    ],
  };
}
