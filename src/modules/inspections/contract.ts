import { answers } from "./contract/answers.ts";
import { errata } from "./contract/errata.ts";
import { measured } from "./contract/measured.ts";
import { moves } from "./contract/moves.ts";
import { onPaper } from "./contract/on-paper.ts";
import { proof } from "./contract/proof.ts";
import { register } from "./contract/register.ts";
import { talk } from "./contract/talk.ts";

export { Answer, Assurance } from "./contract/answer.ts";
export { AnswerBody } from "./contract/answers.ts";
export { Clock, ResultKind, ResultRow } from "./contract/register.ts";
export { AnswerFields, answerFields, desks, permissions, State, Verdict } from "./contract/words.ts";

export const inspections = {
  ...register,
  ...answers,
  ...measured,
  ...proof,
  ...talk,
  ...moves,
  ...onPaper,
  ...errata,
};
