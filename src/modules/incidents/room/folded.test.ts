import assert from "node:assert/strict";
import { test } from "node:test";
import { folded, type Line } from "./web/folded.ts";

const line = (part: Partial<Line>): Line => ({
  id: "1",
  source: "trail",
  kind: null,
  verb: "notice.opened",
  at: "2026-11-30T03:33:10Z",
  zone: null,
  said: "",
  byName: null,
  enteredAt: "2026-11-30T03:33:10Z",
  isAfterwards: false,
  why: "",
  before: [],
  ...part,
});

test("steps of the product that say the same are one line that names what they are about; what somebody said never is", () => {
  const lines = [
    line({ said: "Report to the police" }),
    line({ said: "Notice to the insurer", at: "2026-11-30T03:33:40Z" }),
    line({ said: "Notice to the insurer" }),
    line({ said: "Press statement", at: "2026-11-30T03:34:00Z" }),
    line({ verb: "incident.judged", byName: "Officer" }),
    line({ source: "entry", kind: "note", verb: null, said: "Called" }),
    line({ source: "entry", kind: "note", verb: null, said: "Called" }),
  ];
  assert.deepEqual(
    folded(lines).map(({ line: one, times, about }) => [one.verb, times, about]),
    [
      ["notice.opened", 3, ["Report to the police", "Notice to the insurer"]],
      ["notice.opened", 1, ["Press statement"]],
      ["incident.judged", 1, []],
      [null, 1, []],
      [null, 1, []],
    ],
  );
});
