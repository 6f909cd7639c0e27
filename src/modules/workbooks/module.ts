import { module } from "#core/module.ts";
import { workbooks } from "./contract.ts";
import { issueJob } from "./batch-job.ts";
import { applyJob } from "./deliveries/applying.ts";
import { checkJob } from "./deliveries/checking.ts";
import { downloadDeliveryReport } from "./deliveries/report.ts";
import * as deliveries from "./deliveries/service.ts";
import { takeOverDelivery } from "./deliveries/taking-over.ts";
import { endFiles } from "./ending.ts";
import { routes } from "./routes.ts";
import * as service from "./service.ts";
import { downloadUnreadCells } from "./unread.ts";

export const workbooksModule = module({
  name: "workbooks",
  contract: workbooks,
  service: { ...service, ...deliveries, takeOverDelivery, downloadDeliveryReport, downloadUnreadCells },
  jobs: [issueJob, checkJob, applyJob],
  timed: [endFiles],
  routes,
  roles: {
    group_office: ["workbook.issue", "workbook.return"],
    division_secretary: ["workbook.issue", "workbook.return"],
    security_officer: ["workbook.issue", "workbook.return"],
  },
});
