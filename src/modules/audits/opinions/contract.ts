// Three opinions of the same control: the company's, the desk's, the one on site. And what their difference says of self-answers.
import Type from "typebox";
import { contract, Day, Id, list, nullable, oneOf, optional, text } from "#core/contract.ts";
import { FiscalYear, permissions, Region, Result, Tier } from "../programme/contract/words.ts";
import { Assurance, ControlId, Drawn, Said, Texts, Verdict } from "../visits/contract/words.ts";
import { groupings } from "./rules.ts";

const Count = Type.Object({ claims: Type.Integer(), overturned: Type.Integer() });
/** Of the random sample, with Wilson's interval at 95 %. */
const Sample = Type.Object({ ...Count.properties, low: Type.Number(), high: Type.Number() });
const Counts = {
  sample: Sample,
  /** What is mandatory, looked at everywhere: counted, without an interval. */
  census: Count,
  /** What auditors took up beyond the draw. */
  added: Count,
};

export const opinions = contract({
  getOverclaim: {
    method: "GET",
    path: "/audits/over-claim",
    summary:
      "Of what companies claimed as met, the share that auditors overturned: by control, area, tier, division, region or company",
    permission: permissions.read,
    query: Type.Object({
      by: oneOf(...groupings),
      /** Of the visits of this year; without it of each company's last visit. */
      fiscalYear: optional(FiscalYear),
      tier: optional(Tier),
      divisionId: optional(Id),
      area: optional(text(40, 1)),
      controlId: optional(ControlId),
      region: optional(Region),
    }),
    output: Type.Object({
      years: list(FiscalYear, 100),
      companies: Type.Integer(),
      whole: Type.Object(Counts),
      rows: list(
        Type.Object({
          key: text(40),
          /** Of controls and areas in every language of the edition; of the others one name. */
          names: Texts,
          code: nullable(text(40)),
          companyId: nullable(Id),
          tier: nullable(Tier),
          ...Counts,
          /** Of a company: all it claimed, drawn towards the mean of its tier. */
          shrunk: nullable(Type.Number()),
        }),
        2000,
      ),
    }),
  },
  getOpinions: {
    method: "GET",
    path: "/companies/:companyId/opinions",
    summary: "What the company, its desk and the auditors said of each control on the last visit",
    permission: permissions.read,
    params: Type.Object({ companyId: Id }),
    output: Type.Object({
      companyId: Id,
      name: text(200),
      /** Null while no visit with a sheet was held. */
      visit: nullable(
        Type.Object({
          id: Id,
          reference: text(60),
          heldOn: Day,
          result: nullable(Result),
          edition: text(60),
          tier: Tier,
          seed: text(60),
          sharePercent: Type.Integer(),
        }),
      ),
      ...Counts,
      rows: list(
        Type.Object({
          controlId: ControlId,
          area: text(40),
          areaName: Texts,
          title: Texts,
          drawn: Drawn,
          saidVerdict: nullable(Said),
          saidAssurance: nullable(Assurance),
          deskVerdict: nullable(Said),
          verdict: nullable(Verdict),
          isOverturned: Type.Boolean(),
          seen: text(16_000),
        }),
        1000,
      ),
    }),
  },
});
