// Lent to later modules.
// A condition as people read and write it: blocks that all have to hold, of each block one term (conjunctive normal form). The
// three-valued logic is distributive, so the blocks say the same as the condition. Pure.
import { type Condition, isLeaf, type Leaf } from "./conditions.ts";

export type Term = { isNot: boolean; leaf: Leaf };
export type Block = readonly Term[];

export function blocksOf(condition: Condition, isNot = false): Block[] {
  if (isLeaf(condition)) return [[{ isNot, leaf: condition }]];
  if ("not" in condition) return blocksOf(condition.not, !isNot);
  const parts = "all" in condition ? condition.all : condition.any;
  const isAll = "all" in condition !== isNot;
  const each = parts.map((part) => blocksOf(part, isNot));
  if (isAll) return each.flat();
  // One of several: every way to take a block of each.
  return each.reduce<Block[]>(
    (made, blocks) => made.flatMap((one) => blocks.map((block) => [...one, ...block])),
    [[]],
  );
}

export const conditionOf = (blocks: readonly Block[]): Condition => ({
  all: blocks.map((block) => ({ any: block.map(({ isNot, leaf }) => (isNot ? { not: leaf } : leaf)) })),
});
