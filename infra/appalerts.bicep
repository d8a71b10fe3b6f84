metadata name = 'Alerts on the app\'s own metrics'
metadata description = 'What calls a person because of what the app counts. Log search rules: dimensions of an app\'s own metrics are only in the logs. Each ends by itself when its cause is gone.'

@description('Required. Start of the alerts\' names.')
param namePrefix string

@description('Required. Azure region of the workspace.')
param location string

@description('Required. Tags of every resource.')
param tags { *: string }

@description('Required. Name of the action group that calls a person.')
param peopleName string

@description('Required. Name of the Log Analytics workspace.')
param workspaceName string

@description('Required. When the workspace was made, with the first deployment.')
param workspaceMadeAt string

@description('Required. Name of the Log Analytics workspace that keeps the audit.')
param auditName string

@description('Required. Names of the connections: each has to be swept.')
param connectionNames string[]

@description('Optional. When a person is called; what is left out has the default given there.')
param limits Limits = {}

@export()
@description('When a person is called.')
type Limits = {
  @description('Records refused with the same code in an hour: more have one cause, fewer are the business of those who exported them. Default 10.')
  @minValue(0)
  parkedInAnHour: int?
  @description('Minutes that a message lay on its queue. Default 5.')
  @minValue(1)
  queueMinutes: int?
  @description('Minutes without a whole sweep. Default 60: four sweeps.')
  @minValue(30)
  sweepMinutes: int?
  @description('Hours that a scheduled import may be late. Default 6: the night\'s run is missed by the morning.')
  @minValue(1)
  importHours: int?
  @description('Days before a certificate or secret ends. Default 30.')
  @minValue(1)
  credentialDays: int?
  @description('Percent of Procore\'s hourly allowance that is left. Default 10.')
  @minValue(1)
  @maxValue(100)
  allowancePercent: int?
}

type Rule = {
  name: string
  description: string
  @description('0 critical, 1 error, 2 warning, 3 for information.')
  severity: 0 | 1 | 2 | 3
  @description('Log search. A row is a reason to call.')
  query: string
  window: 'PT30M' | 'PT1H' | 'P1D'
  frequency: 'PT15M' | 'PT1H'
  @description('Columns that tell one cause from another.')
  splitBy: string[]
  @description('The workspace that is asked, if it isn\'t the one of the app\'s logs.')
  scope: string?
}

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: workspaceName
}

resource audit 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: auditName
}

resource people 'Microsoft.Insights/actionGroups@2023-01-01' existing = {
  name: peopleName
}

// Until a day after the first deployment nobody is called because the app tells nothing: secrets are put into the vault, and the app comes last. If the day can't be read, somebody is.
var isNew = 'coalesce(now() - todatetime("madeAt") < 1d, false)'
var overCap = '_LogOperation | where Category =~ "Ingestion" and Detail has "OverQuota" | summarize Last = max(TimeGenerated) by Category'

var connections = join(map(connectionNames, name => '"${name}"'), ', ')

var rules Rule[] = [
  {
    name: 'records-parked'
    description: 'Many records were refused with the same code in an hour, or one for a reason that only an administrator or nobody but you can end. README, What each outcome asks of you, says what each code needs.'
    severity: 2
    query: 'AppMetrics | where Name == "connector.parked" | extend connection = tostring(Properties["connection"]), code = tostring(Properties["code"]), class = tostring(Properties["class"]) | summarize Records = sum(Sum) by connection, code, class | where Records > iff(class == "UserFixes", ${limits.?parkedInAnHour ?? 10}, 0)'
    window: 'PT1H'
    frequency: 'PT15M'
    splitBy: ['connection', 'code']
  }
  {
    name: 'unknown-outcomes'
    description: 'For more than an hour the connector could not find out whether NetSuite kept a record, or it gave up on it. Look for the record in NetSuite by its external id before anyone enters it by hand.'
    severity: 1
    query: 'AppMetrics | extend connection = tostring(Properties["connection"]), outcome = tostring(Properties["outcome"]) | where (Name == "connector.waits.long" and outcome == "unknown") or (Name == "connector.unknown.ended" and outcome == "parked") | summarize Records = sum(Sum) by connection | where Records > 0'
    window: 'PT30M'
    frequency: 'PT15M'
    splitBy: ['connection']
  }
  {
    name: 'messages-wait'
    description: 'Messages lie on a queue for minutes before somebody takes them. After a large batch that is the time NetSuite needs for it; otherwise GET /api/health/deep says whether the app, Procore or NetSuite is slow.'
    severity: 3
    query: 'AppMetrics | where Name == "connector.queue.age" | extend connection = tostring(Properties["connection"]), entity = tostring(Properties["entity"]) | summarize Oldest = max(Max) by connection, entity | where Oldest > ${(limits.?queueMinutes ?? 5) * 60000}'
    window: 'PT30M'
    frequency: 'PT15M'
    splitBy: ['connection', 'entity']
  }
  {
    name: 'sweep-missing'
    description: 'A connection was not swept, or not to the end: the app is down, or Procore refuses its lists. GET /api/health/deep says which. Exports whose events get lost meanwhile wait for the next sweep.'
    severity: 1
    query: replace(
      'datatable(connection: string)[${connections}] | join kind=leftouter (AppMetrics | where Name == "connector.sweep.age" | extend connection = tostring(Properties["connection"]) | summarize arg_max(TimeGenerated, Sum) by connection) on connection | where (isnull(Sum) and not(${isNew})) or Sum > ${(limits.?sweepMinutes ?? 60) * 60} | project connection',
      'madeAt',
      workspaceMadeAt
    )
    window: 'PT1H'
    frequency: 'PT15M'
    splitBy: ['connection']
  }
  {
    name: 'requests-stuck'
    description: 'Requests of Procore are not done although the sweep queued them again for days. GET /api/health/deep names them; ask who made them to do it again.'
    severity: 2
    query: 'AppMetrics | where Name == "connector.sweep.given_up" | extend connection = tostring(Properties["connection"]) | summarize arg_max(TimeGenerated, Sum) by connection | where Sum > 0 | project connection'
    window: 'PT1H'
    frequency: 'PT1H'
    splitBy: ['connection']
  }
  {
    name: 'bills-changed'
    description: 'A bill of an exported invoice is not in NetSuite as it was sent: changed, refused in approval, voided, gone, or there twice. The record says what was sent and what is there: GET /api/connections/{connection}/records?state=changed-in-netsuite.'
    severity: 2
    query: 'AppMetrics | where Name == "connector.bills.changed" | extend connection = tostring(Properties["connection"]), outcome = tostring(Properties["outcome"]) | where outcome != "Linked" | summarize Bills = sum(Sum) by connection | where Bills > 0 | join kind=leftouter (AppTraces | where Message startswith "The bill of " and SeverityLevel >= 2 | extend connection = tostring(Properties.Connection), bill = extract("^The bill of (.*) is [A-Z][a-z]+ now: ", 1, Message)) on connection | project connection, bill = coalesce(bill, "see the last run of bills")'
    window: 'PT1H'
    frequency: 'PT15M'
    splitBy: ['connection', 'bill']
  }
  {
    name: 'import-missing'
    description: 'A scheduled import has not succeeded when it should have. Start it by hand, as README says, and read its problems.'
    severity: 2
    query: 'AppMetrics | where Name == "connector.import.late" | extend connection = tostring(Properties["connection"]), entity = tostring(Properties["entity"]) | summarize arg_max(TimeGenerated, Sum) by connection, entity | where Sum > ${(limits.?importHours ?? 6) * 3600} | project connection, entity'
    window: 'PT1H'
    frequency: 'PT1H'
    splitBy: ['connection', 'entity']
  }
  {
    name: 'credential-ends'
    description: 'A certificate or secret ends soon, or has ended: replace it as infra/README.md says, and put the new day into the parameter file.'
    severity: 2
    query: 'AppMetrics | where Name == "connector.credential.days_left" | extend connection = tostring(Properties["connection"]), credential = tostring(Properties["credential"]) | summarize arg_max(TimeGenerated, Sum) by connection, credential | where Sum <= ${limits.?credentialDays ?? 30} | project connection, credential'
    window: 'PT1H'
    frequency: 'PT1H'
    splitBy: ['connection', 'credential']
  }
  {
    name: 'procore-allowance'
    description: 'Procore lets the company make few more calls within the hour: work will wait. If it comes back, ask Procore for a larger allowance or find out which other app shares it.'
    severity: 3
    query: 'AppMetrics | where Name == "connector.procore.allowance" | extend connection = tostring(Properties["connection"]), window = tostring(Properties["window"]) | where window == "hour" | summarize Percent = min(Sum) by connection | where Percent < ${limits.?allowancePercent ?? 10}'
    window: 'PT30M'
    frequency: 'PT15M'
    splitBy: ['connection']
  }
  {
    name: 'logs-full'
    description: 'The logs of the day are full: nothing that the app tells arrives until the next, and alerts on its own metrics are blind. Find out what fills them: Usage | where IsBillable | summarize sum(Quantity) by DataType.'
    severity: 1
    query: overCap
    window: 'PT1H'
    frequency: 'PT15M'
    splitBy: ['Category']
  }
  {
    name: 'audit-full'
    description: 'The audit of the day is full: what is done with vault, storage and queues until the next is not kept. Somebody may want that. See who calls them: AzureDiagnostics, StorageTableLogs, StorageBlobLogs.'
    severity: 1
    query: overCap
    window: 'PT1H'
    frequency: 'PT15M'
    splitBy: ['Category']
    scope: audit.id
  }
]

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: '${namePrefix}-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: '${namePrefix}-${rule.name}'
      description: rule.description
      severity: rule.severity
      enabled: true
      autoMitigate: true
      scopes: [rule.?scope ?? workspace.id]
      evaluationFrequency: rule.frequency
      windowSize: rule.window
      // The table appears with the first metric; until then a rule has nothing to check its query against.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            dimensions: [for column in rule.splitBy: { name: column, operator: 'Include', values: ['*'] }]
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [people.id] }
    }
  }
]
