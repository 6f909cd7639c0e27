// The formatters of src/core/text/format.ts, bound to the reader's language and zone.
import { useContext } from "react";
import { SessionContext } from "../session.ts";
import * as f from "#core/text/format.ts";
import { currentLanguage, useAnyText } from "./i18n.ts";

const halfAYear = 183 * 24 * 60 * 60 * 1000;

/** Before anybody has signed in. */
const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * Formatters of the language the page is read in. Moments are shown in the zone of the reader's session unless one is
 * named, never in the browser's: a reader who travels would see another day than the frame, the reports and the mails say.
 */
export function useFormat() {
  const language = currentLanguage();
  const ownZone = useContext(SessionContext)?.timeZone ?? browserZone;
  const say = useAnyText();
  return {
    language,
    say,
    number: (value: number, digits = 0) => f.formatNumber(value, language, digits),
    /** A share from 0 to 1. */
    percent: (share: number, digits = 0) => f.formatPercent(share, language, digits),
    /** A score from 0 to 1, "0.82"; in cells ".82" where the language reads it so. */
    score: (score: number | null, isCell = false) => f.formatScore(score, language, isCell),
    delta: (delta: number) => f.formatDelta(delta, language),
    /** A calendar day; it has no zone. */
    day: (day: string, style: f.DayStyle = "full") => f.formatDay(day, language, style),
    moment: (at: string, style: f.DayStyle | "time" = "plain", zone = ownZone) =>
      f.formatMoment(at, language, zone, style),
    /** The calendar day of an instant, without its time. */
    momentDay: (at: string, style: f.DayStyle = "short", zone = ownZone) =>
      f.formatDay(at, language, style, zone),
    /** With its year where it is so far from now that the year is not plain. */
    momentNear: (at: string, now: Date, zone = ownZone) =>
      f.formatMoment(
        at,
        language,
        zone,
        Math.abs(Date.parse(at) - now.getTime()) > halfAYear ? "full" : "week",
      ),
    momentWithZone: (at: string, zone = ownZone) => f.formatMoment(at, language, zone, "full", true),
    /** The time of day there, now. */
    timeIn: (zone: string) => {
      const time = f.formatMoment(new Date(), language, zone, "time");
      const weekday = new Intl.DateTimeFormat(f.locales[language], {
        weekday: "short",
        timeZone: zone,
      }).format(new Date());
      return `${weekday} ${time}`;
    },
    zone: (zone: string) => f.zoneName(zone),
    /** A share held, in per cent as it was entered; empty where it is not known. */
    ratio: (percent: number | null) => (percent === null ? "" : f.formatRatio(percent, language)),
    span: (milliseconds: number) => f.formatSpan(milliseconds, say),
    age: (at: string, now = new Date()) => f.formatAge(at, now, say),
    country: (code: string) =>
      new Intl.DisplayNames([f.locales[language]], { type: "region" }).of(code) ?? code,
    /** A language by its BCP 47 code; the code itself where it is none. */
    tongue: (code: string) => {
      try {
        return new Intl.DisplayNames([f.locales[language]], { type: "language" }).of(code) ?? code;
      } catch {
        return code; // Intl throws for what is no code
      }
    },
    person: (person: f.PersonName) => f.personName(person, language),
    personWithReading: (person: f.PersonName) => f.personNameWithReading(person, language),
    fiscalYear: (year: number) => f.fiscalYearName(year, language),
    list: (words: readonly string[]) =>
      new Intl.ListFormat(f.locales[language], { type: "conjunction" }).format(words),
  };
}

export type Format = ReturnType<typeof useFormat>;
