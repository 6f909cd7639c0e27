import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipped, problemsOf, readAll, sample } from "#test/importing.ts";

const item = (more: object) => ({
  configurationItemVersion: "1.3",
  configurationItemCaptureTime: "2026-11-20T00:00:00.000Z",
  configurationStateId: 1,
  awsAccountId: "111122223333",
  configurationItemStatus: "OK",
  resourceType: "AWS::EC2::Instance",
  resourceId: "i-1",
  ARN: "arn:aws:ec2:ap-northeast-1:111122223333:instance/i-1",
  awsRegion: "ap-northeast-1",
  tags: { Name: "web", Owner: "ann@a.example" },
  configuration: { privateIpAddress: "10.0.0.5", state: { name: "running" } },
  ...more,
});

test("AWS Config: the documented snapshot in its other spelling", async (context) => {
  const snapshot = sample(context, "assets/aws-config/config-snapshot-docs.json");
  if (!snapshot) return;
  const { extent, rows } = await readAll("aws_config", snapshot);
  assert.equal(extent, "whole");
  assert.deepEqual(
    rows.map(({ row, ledger, name, belongsTo, values }) => [
      row,
      ledger,
      name,
      belongsTo,
      values.facesInternet,
      values.region,
    ]),
    [[2, "servers", "integ-test-1", "12345678910", true, "us-west-2b"]],
  );
});

test("AWS Config: a packed history with several versions, deleted resources, ways in and services", async () => {
  const { extent, rows } = await readAll(
    "aws_config",
    gzipped({
      fileVersion: "1.0",
      configurationItems: [
        item({ configurationItemCaptureTime: "2026-11-21T00:00:00.000Z", tags: { Name: "newer" } }),
        item({}),
        item({
          resourceId: "i-2",
          ARN: "arn:2",
          configurationItemStatus: "ResourceDeleted",
          configuration: null,
        }),
        item({
          resourceType: "AWS::ElasticLoadBalancingV2::LoadBalancer",
          ARN: "arn:lb",
          resourceId: "lb",
          resourceName: "lb",
          tags: {},
          configuration: { scheme: "internet-facing", dNSName: "lb.example.com" },
        }),
        item({
          resourceType: "AWS::ElasticLoadBalancingV2::LoadBalancer",
          ARN: "arn:lb2",
          resourceId: "lb2",
          configuration: { scheme: "internal" },
        }),
        item({ resourceType: "AWS::S3::Bucket", ARN: "arn:aws:s3:::b", resourceId: "b", tags: {} }),
        item({
          resourceType: "AWS::EC2::EIP",
          ARN: "arn:eip",
          resourceId: "eip",
          configuration: JSON.stringify({ publicIp: "203.0.113.7" }),
        }),
        item({ resourceType: "AWS::EC2::Volume", ARN: "arn:vol", resourceId: "vol" }),
        item({ resourceType: "__proto__", ARN: "arn:p", resourceId: "p" }),
      ],
    }),
  );
  assert.equal(extent, "changes");
  assert.deepEqual(
    rows.map(({ ledger, name, isGone, values }) => [ledger, name, isGone, values.address ?? null]),
    [
      ["servers", "newer", false, "10.0.0.5"],
      ["servers", "web", true, null],
      ["internet_exits", "lb", false, "lb.example.com"],
      ["servers", "web", false, null],
      ["cloud_services", "b", false, null],
      ["internet_exits", "web", false, "203.0.113.7"],
    ],
  );
  assert.equal(rows[1]?.person, "ann@a.example");
});

test("AWS Config: the interface's list, its configuration a document within a text", async () => {
  const { extent, rows } = await readAll("aws_config", {
    configurationItems: [
      {
        accountId: "1",
        arn: "arn:db",
        version: "1.3",
        configurationItemStatus: "OK",
        resourceType: "AWS::RDS::DBInstance",
        resourceId: "db-1",
        awsRegion: "r",
        configuration: JSON.stringify({
          endpoint: { address: "db.example" },
          publiclyAccessible: true,
          engine: "postgres",
          engineVersion: "16.1",
          backupRetentionPeriod: 7,
        }),
      },
    ],
    nextToken: "more",
  });
  assert.equal(extent, "changes");
  assert.deepEqual(
    [rows[0]?.values.facesInternet, rows[0]?.values.osVersion, rows[0]?.values.backedUp, rows[0]?.belongsTo],
    [true, "postgres 16.1", true, "1"],
  );
  assert.deepEqual(problemsOf(rows), [["part_of_a_set"]]);
});

const vm = {
  id: "/subscriptions/S-1/resourceGroups/RG/providers/Microsoft.Compute/virtualMachines/vm1",
  name: "vm1",
  type: "microsoft.compute/virtualmachines",
  subscriptionId: "s-1",
  location: "japaneast",
  tags: { Owner: "ann@a.example" },
  properties: { storageProfile: { osDisk: { osType: "Windows" } }, osProfile: { computerName: "VM1" } },
};

test("Azure Resource Graph: the documented answer, a cut one, columns and rows, the portal's CSV", async (context) => {
  const documented = sample(context, "assets/azure-arg/ResourcesBasicQuery.json");
  if (documented) {
    const { extent, rows } = await readAll("azure_resource_graph", documented);
    assert.equal(extent, "whole");
    assert.deepEqual(
      rows.map(({ ledger, name, belongsTo }) => [ledger, name, belongsTo]),
      [["internet_exits", "myPublicIp", "cfbbd179-59d2-4052-aa06-9270a38aa9d6"]],
    );
  }
  const cut = await readAll("azure_resource_graph", {
    totalRecords: 5,
    count: 1,
    resultTruncated: "true",
    data: [vm],
  });
  assert.deepEqual(
    [cut.extent, cut.rows[0]?.values.os, cut.rows[0]?.values.hostname, cut.rows[0]?.person],
    ["changes", "windows", "VM1", "ann@a.example"],
  );
  const skipped = await readAll("azure_resource_graph", { data: [vm], $skipToken: "abc" });
  assert.equal(skipped.extent, "changes");
  const table = await readAll("azure_resource_graph", {
    count: 1,
    resultTruncated: "false",
    data: {
      columns: [
        { name: "id", type: "string" },
        { name: "name" },
        { name: "type" },
        { name: "subscriptionId" },
      ],
      rows: [[vm.id, vm.name, vm.type, "s-1"]],
    },
  });
  const csv = await readAll(
    "azure_resource_graph",
    `ID,NAME,TYPE,SUBSCRIPTIONID,PROPERTIES\n${vm.id},vm1,microsoft.compute/virtualmachines,s-1,"{""osProfile"":{""computerName"":""VM1""}}"\n`,
  );
  for (const { extent, rows } of [table, csv])
    assert.deepEqual(
      [extent, rows.map(({ sourceKey, name, belongsTo }) => [sourceKey, name, belongsTo])],
      ["whole", [[vm.id.toLowerCase(), "vm1", "s-1"]]],
    );
  assert.equal(csv.rows[0]?.values.hostname, "VM1");
});

test("Google Cloud assets: the documented list, lines in camel case, a history with what was deleted", async (context) => {
  const list = sample(context, "assets/gcp-cai/compute_instances.json");
  if (list) {
    const { extent, rows } = await readAll("gcp_cai", list);
    assert.equal(extent, "whole");
    assert.deepEqual(
      rows
        .slice(0, 2)
        .map(({ name, belongsTo, values }) => [
          name,
          belongsTo,
          values.facesInternet,
          values.os,
          values.region,
        ]),
      [
        ["vm-no-ip", "test-project", false, "linux", "us-east1-c"],
        ["vm-external-ip", "test-project", true, "linux", "us-east1-b"],
      ],
    );
  }
  const asset = {
    name: "//storage.googleapis.com/b-1",
    assetType: "storage.googleapis.com/Bucket",
    ancestors: ["projects/77", "organizations/1"],
    updateTime: "2026-11-20T00:00:00Z",
    resource: { data: {} },
  };
  const lines = await readAll(
    "gcp_cai",
    `${JSON.stringify(asset)}\n${JSON.stringify({ ...asset, name: "//iam/x", assetType: "iam.googleapis.com/Role" })}\n`,
  );
  assert.deepEqual(
    [lines.extent, lines.rows.map(({ ledger, belongsTo, seenAt }) => [ledger, belongsTo, seenAt])],
    ["whole", [["cloud_services", "77", null]]],
  );
  const history = await readAll("gcp_cai", `${JSON.stringify({ asset, deleted: true, window: {} })}\n`);
  assert.deepEqual([history.extent, history.rows[0]?.isGone], ["changes", true]);
});
