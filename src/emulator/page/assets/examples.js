// Requests to start from.
export const EXAMPLES = [
  {
    name: "who am I",
    query: "query Viewer {\n  viewer { username entity admin teams { edges { node { name } } } }\n}",
  },
  {
    name: "automations",
    query: `query Automations {
  viewer { entity }
  triggers(first: 20) {
    edges { node {
      id name enabled
      triggeringCondition { ... on FilterEventTriggeringCondition { eventType filter } }
    } }
  }
}`,
  },
  {
    name: "executions with request and response",
    query: `query Executions {
  emulator {
    executions(first: 20) {
      totalCount
      edges { node { automationName state run step reason request response error attempts } }
    }
  }
}`,
  },
  {
    name: "runs of a project",
    query: `query Runs($project: String!, $entity: String!) {
  project(name: $project, entityName: $entity) {
    runCount
    runs(first: 20) { edges { node { name displayName state historyLineCount summaryMetrics } } }
  }
}`,
    variables: { project: "vision", entity: "acme" },
  },
  {
    name: "log a row",
    query: `mutation Log($run: String!, $rows: [JSON!]!) {
  emulator { log(run: $run, rows: $rows) }
}`,
    variables: { run: "acme/vision/some-run", rows: [{ loss: 0.5 }] },
  },
];
