import assert from "node:assert/strict";
import { test } from "node:test";
import { bundleOf, harmless, indicatorOf, markingIds, patternOf, readLines } from "./rules.ts";

test("a pasted line is known by its form, also where it was made harmless", () => {
  const sha256 = "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855";
  const cases: [pasted: string, kind: string | null, value?: string][] = [
    ["hxxps://evil[.]example/a?b=1", "url", "https://evil.example/a?b=1"],
    ["evil[.]example", "domain", "evil.example"],
    ["例え.example", "domain", "例え.example"],
    ["203.0.113[.]7", "ipv4", "203.0.113.7"],
    ["999.0.0.1", null],
    ["2001:DB8::1", "ipv6", "2001:db8::1"],
    ["pay(at)evil.example", "mail_address", "pay@evil.example"],
    [sha256, "sha256", sha256.toLowerCase()],
    ["d41d8cd98f00b204e9800998ecf8427e", "md5"],
    ["invoice.pdf.exe", "file_name"],
    ["somebody rang", null],
    ["１９２.０.２.１", "ipv4", "192.0.2.1"],
  ];
  for (const [pasted, kind, value] of cases) {
    const found = indicatorOf(pasted);
    assert.equal(found?.kind ?? null, kind, pasted);
    if (value) assert.equal(found?.value, value, pasted);
  }
  assert.deepEqual(
    readLines("evil.example\n\n not one \n").map((one) => [one.line, one.found?.value ?? null]),
    [
      [1, "evil.example"],
      [3, null],
    ],
  );
  assert.equal(harmless("url", "https://evil.example"), "hxxps://evil[.]example");
});

test("a bundle holds patterns and TLP 2.0 markings and names nobody", () => {
  assert.equal(patternOf("file_name", "it's.exe"), "[file:name = 'it\\'s.exe']");
  const at = "2026-06-01T00:00:00.000Z";
  const bundle = bundleOf("b", [
    { id: "i", kind: "domain", value: "evil.example", marking: "green", seenAt: at, addedAt: at },
  ]);
  assert.deepEqual(Object.keys(bundle.objects[0] ?? {}).sort(), [
    "created",
    "id",
    "indicator_types",
    "modified",
    "object_marking_refs",
    "pattern",
    "pattern_type",
    "spec_version",
    "type",
    "valid_from",
  ]);
  assert.deepEqual(bundle.objects[0]?.object_marking_refs, [markingIds.green]);
});
