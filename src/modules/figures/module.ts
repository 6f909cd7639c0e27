import { module } from "#core/module.ts";
import { figures, permissions } from "./contract.ts";
import { refreshLikeForLike } from "./like-for-like.ts";
import * as service from "./service.ts";

const readers = [permissions.read];

export const figuresModule = module({
  name: "figures",
  contract: figures,
  service,
  timed: [{ name: "figures.like_for_like", everySeconds: 60, run: (ctx) => refreshLikeForLike(ctx) }],
  roles: {
    group_office: readers,
    reader: readers,
    committee_member: readers,
    division_secretary: readers,
    security_officer: readers,
    company_executive: readers,
    auditor: readers,
  },
});
