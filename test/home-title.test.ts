import assert from "node:assert/strict";
import { test } from "node:test";
import { textFolders } from "#app/text-folders.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { needsTitle } from "#web/pages/home/needs-title.ts";

const say = loadTexts(textFolders);

test("the home page's sentence tells what is over from what is for today, in every language", () => {
  for (const [count, today, overdue, ja, en, zh] of [
    [3, 0, 0, "対応が必要なものが3件あります", "3 things need you", "有3件事需要您处理"],
    [1, 0, 0, "対応が必要なものが1件あります", "One thing needs you", "有1件事需要您处理"],
    [
      3,
      1,
      0,
      "対応が必要なものが3件、うち1件は今日までです",
      "3 things need you, 1 of them today",
      "有3件事需要您处理，其中1件今天到期",
    ],
    [
      3,
      0,
      2,
      "対応が必要なものが3件、うち2件は期限を過ぎています",
      "3 things need you, 2 of them overdue",
      "有3件事需要您处理，其中2件已逾期",
    ],
    [
      3,
      1,
      1,
      "対応が必要なものが3件、うち1件は今日まで、1件は期限を過ぎています",
      "3 things need you, 1 of them today and 1 overdue",
      "有3件事需要您处理，其中1件今天到期，1件已逾期",
    ],
    [
      2,
      0,
      2,
      "期限を過ぎて対応を待つものが2件あります",
      "2 things that need you are overdue",
      "有2件需要您处理的事已逾期",
    ],
    [
      1,
      0,
      1,
      "期限を過ぎて対応を待つものが1件あります",
      "One thing that needs you is overdue",
      "有1件需要您处理的事已逾期",
    ],
    [
      2,
      2,
      0,
      "今日までに対応が必要なものが2件あります",
      "2 things need you today",
      "有2件事今天到期，需要您处理",
    ],
    [
      1,
      1,
      0,
      "今日までに対応が必要なものが1件あります",
      "One thing needs you today",
      "有1件事今天到期，需要您处理",
    ],
  ] as const)
    assert.deepEqual(
      (["ja", "en", "zh"] as const).map((language) =>
        say(language, needsTitle({ count, today, overdue }), { count, word: count, today, overdue }),
      ),
      [ja, en, zh],
    );
});
