// The content in a reader's language, as the data a template sets: every word here, none in the template.
import type { Language } from "#core/context.ts";
import { formatDay, formatMoment, formatPercent, formatScore } from "#core/text/format.ts";
import type { Book } from "#modules/inspections/book.ts";
import { percentShown } from "#modules/inspections/scoring/settle.ts";
import { textIn } from "#modules/standards/edition.ts";
import type { Content, Said } from "./content.ts";
import { type Say, sayIn } from "./words.ts";

export type Evidence = {
  contentSha256: string;
  eventId: number;
  eventHash: string;
  eventAt: string;
  verb: string;
  keyId: string;
  timeZone: string;
};

const fontsOf: Record<Language, string[]> = {
  ja: ["Noto Sans JP", "Noto Sans SC"],
  en: ["Noto Sans JP", "Noto Sans SC"],
  zh: ["Noto Sans SC", "Noto Sans JP"],
};

/** Year, month and day of the proving event, so that the file is the same whenever it is set. */
export const dateParts = (at: string) => at.slice(0, 10).split("-").map(Number);

export const groupName = (content: Content, language: Language) =>
  content.group.names[language] ?? content.group.name;

const score = (halfPoints: number, weight: number) => percentShown({ halfPoints, weight }, 0);
/** As the screens write it: "0.92". */
const scoreWord = (percent: number | null, language: Language) =>
  formatScore(percent === null ? null : percent / 100, language);

export function pageBase(content: Content, language: Language, title: string, at: string) {
  return {
    lang: language,
    fonts: fontsOf[language],
    title,
    author: groupName(content, language),
    date: dateParts(at),
  };
}

export function answersData(content: Content, book: Book, evidence: Evidence, language: Language) {
  const say = sayIn(language);
  const { result } = content;
  const title = say("paper.title", { company: content.company.name, round: content.round.name });
  const own = result ? score(result.halfPoints, result.weight) : null;
  return {
    ...pageBase(content, language, title, evidence.eventAt),
    threshold: book.rules.meetsFromPercent,
    serious: book.rules.seriousBelowPercent,
    words: wordsOf(say, book, language),
    foot: {
      what: title,
      proof: say("paper.foot", { hash: evidence.contentSha256, event: String(evidence.eventId) }),
    },
    cover: {
      group: groupName(content, language),
      kind: say(`paper.kind.${evidence.verb.split(".")[1] ?? ""}`),
      company: content.company.name,
      round: content.round.name,
      result: result?.result ?? "not_known",
      resultWord: say(`result.${result?.result ?? "not_known"}`),
      provisional: result?.isProvisional ? say("paper.provisional") : null,
      score: scoreWord(own, language),
      scoreNote: say("paper.scoreNote", { threshold: scoreWord(book.rules.meetsFromPercent, language) }),
      facts: factsOf(content, book, language, say),
      notAsked: notAskedOf(content, book, language, say),
      hands: content.hands.map((hand) => [
        say(`paper.hand.${hand.step}`),
        hand.name,
        hand.position,
        formatMoment(hand.at, language, evidence.timeZone, "full"),
      ]),
    },
    areas: areasOf(content, book, language),
    sections: book.frame.areas.flatMap((area) => {
      const controls = content.answers.filter((said) => book.byId.get(said.controlId)?.area === area.id);
      if (controls.length === 0) return [];
      return [
        {
          name: textIn(area.name, language),
          note: say("paper.controls", { count: controls.length }),
          controls: controls.map((said) => controlOf(said, book, language, say)),
        },
      ];
    }),
    proof: [
      [say("paper.proof.content"), evidence.contentSha256],
      [
        say("paper.proof.event"),
        `${evidence.eventId} · ${say(`paper.verb.${evidence.verb.split(".")[1] ?? ""}`)}`,
      ],
      [say("paper.proof.eventHash"), evidence.eventHash],
      [say("paper.proof.at"), formatMoment(evidence.eventAt, language, evidence.timeZone, "full", true)],
      [say("paper.proof.key"), `Ed25519 · ${evidence.keyId}`],
      [say("paper.proof.inspection"), content.inspectionId],
    ],
  };
}

function wordsOf(say: Say, book: Book, language: Language) {
  return {
    result: say("paper.result"),
    score: say("paper.score"),
    hands: say("paper.hands"),
    notAsked: say("paper.notAsked"),
    handHeads: ["", say("paper.handName"), say("paper.handAt")],
    byArea: say("paper.byArea"),
    areaHeads: [say("paper.area"), "", say("paper.score"), say("paper.answered")],
    areaNote: say("paper.areaNote", { threshold: scoreWord(book.rules.meetsFromPercent, language) }),
    mandatory: say("demand.mandatory"),
    evidence: say("paper.evidence"),
    desk: say("paper.desk"),
    proof: say("paper.proof.title"),
    proofAbout: say("paper.proof.about"),
    proofHow: say("paper.proof.how"),
  };
}

/** Mandatory controls that the company's own answers on scope take out, with the reason it gives. */
function notAskedOf(content: Content, book: Book, language: Language, say: Say): string[][] {
  return book.frame.scopeConditions.flatMap((condition) => {
    if (content.scope[condition.id] !== false) return [];
    const ids = book.rules.controls
      .filter(
        (one) => one.appliesWhen === condition.id && one.mandatory && one.tiers[content.tier] === "required",
      )
      .map((one) => one.id);
    if (ids.length === 0) return [];
    const reason = content.scopeReasons?.[condition.id];
    return [
      [
        ids.join(", "),
        say("paper.notAskedBecause", {
          question: textIn(condition.question, language),
          reason: reason ?? say("paper.noReason"),
        }),
      ],
    ];
  });
}

function factsOf(content: Content, book: Book, language: Language, say: Say): string[][] {
  const { result } = content;
  const share = (count: number) =>
    `${formatPercent(result && result.required > 0 ? count / result.required : 0, language)} (${count} / ${result?.required ?? 0})`;
  const basis = say(`paper.basis.${content.basis}`);
  return [
    [say("paper.company"), `${content.company.name} (${content.company.code})`],
    [say("paper.edition"), `${textIn(book.frame.standard.name, language)} ${content.edition}`],
    [say("paper.tier"), `${content.tier} ${say(`tier.${content.tier}`)}`],
    [say("paper.state"), `${say(`inspection.${content.state}`)} · ${basis}`],
    [
      say("paper.due"),
      `${formatDay(content.round.dueOn, language)}${content.isLate ? ` (${say("paper.late")})` : ""}`,
    ],
    ...(result
      ? [
          [say("paper.answered"), share(result.answered)],
          [say("paper.documented"), share(result.documented + result.measured + result.verified)],
          [say("paper.verified"), share(result.verified)],
        ]
      : []),
  ];
}

function areasOf(content: Content, book: Book, language: Language) {
  const areas = content.result?.areas ?? {};
  return book.frame.areas.flatMap((area) => {
    const part = areas[area.id];
    if (!part) return [];
    const [halfPoints = 0, weight = 0, n = 0, answered = 0] = part;
    const percent = score(halfPoints, weight);
    return [
      {
        name: textIn(area.name, language),
        percent,
        score: scoreWord(percent, language),
        answered: `${answered} / ${n}`,
      },
    ];
  });
}

function controlOf(said: Said, book: Book, language: Language, say: Say) {
  const control = book.byId.get(said.controlId);
  const day = (text: string) => formatDay(text, language, "plain");
  const fields: [string, string | null][] = [
    ["how", said.how],
    ["missing", said.missing],
    ["owner", said.owner],
    ["dueOn", said.dueOn ? day(said.dueOn) : null],
    ["reason", said.reason],
    [
      "coveragePercent",
      said.coveragePercent === null ? null : formatPercent(said.coveragePercent / 100, language),
    ],
    ["exceptions", said.exceptions],
    ["maturity", said.maturity === null ? null : String(said.maturity)],
  ];
  const notes = [
    said.need === "recommended" ? say("demand.recommended") : "",
    said.assurance ? say(`assurance.${said.assurance}`) : "",
    said.origin && said.origin !== "entered" ? say(`paper.origin.${said.origin}`) : "",
  ];
  return {
    id: said.controlId,
    title: control ? textIn(control.texts.title, language) : "",
    must: said.isMandatory,
    verdict: said.verdict ?? "none",
    word: say(`verdict.${said.verdict ?? "none"}`),
    note: notes.filter((one) => one !== "").join(" · "),
    fields: fields.flatMap(([name, value]) => (value ? [[say(`paper.field.${name}`), value]] : [])),
    evidence: said.proofs.map((proof) => [
      proof.place ? `${proof.title} – ${proof.place}` : proof.title,
      `${say(`assurance.${proof.kind}`)} · ${say("paper.validUntil", { day: day(proof.validUntil) })}`,
    ]),
    desk: said.desk
      ? {
          verdict: said.desk.verdict,
          word: say(`verdict.${said.desk.verdict}`),
          decision: say(`paper.desk.${said.desk.decision}`),
          reason: said.desk.reason ?? "",
        }
      : null,
  };
}

/** The page that is signed by hand, before the confirmation. */
export function confirmationData(
  content: Content,
  book: Book,
  hash: string,
  language: Language,
  today: string,
) {
  const say = sayIn(language);
  const { result } = content;
  const title = say("paper.page.title");
  const own = result ? score(result.halfPoints, result.weight) : null;
  return {
    ...pageBase(content, language, title, today),
    group: groupName(content, language),
    facts: [
      [say("paper.company"), `${content.company.name} (${content.company.code})`],
      [say("paper.round"), content.round.name],
      [say("paper.edition"), `${textIn(book.frame.standard.name, language)} ${content.edition}`],
      [say("paper.tier"), `${content.tier} ${say(`tier.${content.tier}`)}`],
    ],
    result: `${say("paper.result")}: ${say(`result.${result?.result ?? "not_known"}`)}  ${own === null ? "" : scoreWord(own, language)}`,
    resultNote: say("paper.page.counts", {
      answered: result?.answered ?? 0,
      required: result?.required ?? 0,
    }),
    notAsked: notAskedOf(content, book, language, say).map(([ids, why]) => `${ids}: ${why}`),
    gaps: (result?.mandatoryGaps ?? []).slice(0, 12).map((id) => {
      const control = book.byId.get(id);
      return `${id} ${control ? textIn(control.texts.title, language) : ""}`;
    }),
    words: {
      gaps: say("paper.page.gaps"),
      notAsked: say("paper.notAsked"),
      statement: say("paper.page.statement", { company: content.company.name }),
      lines: ["name", "position", "date", "signature"].map((one) => say(`paper.page.${one}`)),
      how: say("paper.page.how"),
    },
    foot: {
      what: `${content.company.name} · ${content.round.name}`,
      proof: say("paper.page.foot", { hash, inspection: content.inspectionId }),
    },
  };
}
