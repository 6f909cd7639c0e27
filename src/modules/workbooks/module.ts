import { module } from "#core/module.ts";
import { workbooks } from "./contract.ts";
import { issueJob } from "./batch-job.ts";
import * as service from "./service.ts";
import { downloadUnreadCells } from "./unread.ts";

export const workbooksModule = module({
  name: "workbooks",
  contract: workbooks,
  service: { ...service, downloadUnreadCells },
  jobs: [issueJob],
  roles: {
    group_office: ["workbook.issue"],
    division_secretary: ["workbook.issue", "workbook.return"],
    security_officer: ["workbook.issue", "workbook.return"],
  },
});
