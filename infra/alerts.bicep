metadata name = 'Alerts'
metadata description = 'What calls a person, and whom. Every alert ends by itself when its cause is gone.'

@description('Required. Start of the alerts\' names.')
param namePrefix string

@description('Required. Name of the action group that calls a person.')
param peopleName string

@description('Required. Tags of every resource.')
param tags { *: string }

@description('Required. Address of whoever looks after the connector.')
param email string

@description('Required. Name of the Service Bus namespace.')
param busName string

@description('Required. Queues that somebody waits for. Imports may take their time.')
param exportQueues string[]

@description('Required. Name of the links\' storage account.')
param linksStorageName string

@description('Required. Name of the runtime\'s storage account.')
param runtimeStorageName string

@description('Required. Name of the Functions app.')
param appName string

type Rule = {
  name: string
  description: string
  @description('0 critical, 1 error, 2 warning, 3 for information.')
  severity: 0 | 1 | 2 | 3
  scope: string
  namespace: string
  metric: string
  aggregation: 'Average' | 'Minimum' | 'Maximum' | 'Total'
  operator: 'GreaterThan' | 'LessThan'
  threshold: int
  window: 'PT5M' | 'PT15M' | 'PT30M' | 'PT1H'
  dimensions: { name: string, operator: 'Include', values: string[] }[]
}

resource bus 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: busName
}

resource linksStorage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: linksStorageName
}

resource runtimeStorage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: runtimeStorageName
}

resource app 'Microsoft.Web/sites@2024-11-01' existing = {
  name: appName
}

var busRules Rule[] = [
  {
    name: 'dead-letters'
    description: 'A queue has had dead letters for a quarter of an hour: a message failed ten times or lay unread for a week. Read its reason, mend the cause, send it again.'
    severity: 1
    scope: bus.id
    namespace: 'Microsoft.ServiceBus/namespaces'
    metric: 'DeadletteredMessages'
    aggregation: 'Minimum'
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT15M'
    dimensions: [{ name: 'EntityName', operator: 'Include', values: ['*'] }]
  }
  {
    name: 'exports-wait'
    description: 'A queue of exports was never empty for half an hour: the app is down, or Procore or NetSuite is slow. GET /api/health/deep says which.'
    severity: 2
    scope: bus.id
    namespace: 'Microsoft.ServiceBus/namespaces'
    metric: 'ActiveMessages'
    aggregation: 'Minimum'
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT30M'
    dimensions: [{ name: 'EntityName', operator: 'Include', values: exportQueues }]
  }
  {
    name: 'queues-throttled'
    description: 'Service Bus turns calls away because there are too many. If it lasts, deploy with busSku Premium.'
    severity: 2
    scope: bus.id
    namespace: 'Microsoft.ServiceBus/namespaces'
    metric: 'ThrottledRequests'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: 10
    window: 'PT15M'
    dimensions: []
  }
]

var appRules Rule[] = [
  {
    name: 'webhooks-fail'
    description: 'The app answers webhooks or requests with errors of its own. Procore sends a webhook again for twelve hours. See the failures in Application Insights.'
    severity: 1
    scope: app.id
    namespace: 'Microsoft.Web/sites'
    metric: 'Http5xx'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: 5
    window: 'PT15M'
    dimensions: []
  }
]

var storageRules Rule[] = [
  {
    name: 'links-unavailable'
    description: 'The storage account of the links answers less than 99 % of its calls. Work waits and is done when it is back. See Azure Service Health.'
    severity: 1
    scope: linksStorage.id
    namespace: 'Microsoft.Storage/storageAccounts'
    metric: 'Availability'
    aggregation: 'Average'
    operator: 'LessThan'
    threshold: 99
    window: 'PT15M'
    dimensions: []
  }
  {
    name: 'links-refused'
    description: 'The storage account of the links refuses somebody. If it is the app, its role is missing: deploy again.'
    severity: 1
    scope: linksStorage.id
    namespace: 'Microsoft.Storage/storageAccounts'
    metric: 'Transactions'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: 5
    window: 'PT15M'
    dimensions: [{ name: 'ResponseType', operator: 'Include', values: ['AuthorizationError'] }]
  }
  {
    name: 'runtime-unavailable'
    description: 'The storage account of the runtime answers less than 99 % of its calls: timers and new instances may not start. See Azure Service Health.'
    severity: 1
    scope: runtimeStorage.id
    namespace: 'Microsoft.Storage/storageAccounts'
    metric: 'Availability'
    aggregation: 'Average'
    operator: 'LessThan'
    threshold: 99
    window: 'PT15M'
    dimensions: []
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: peopleName
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'connector'
    enabled: true
    emailReceivers: [{ name: 'operator', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource alerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for rule in concat(busRules, appRules, storageRules): {
    name: '${namePrefix}-${rule.name}'
    location: 'global'
    tags: tags
    properties: {
      description: rule.description
      severity: rule.severity
      enabled: true
      autoMitigate: true
      scopes: [rule.scope]
      evaluationFrequency: 'PT5M'
      windowSize: rule.window
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: rule.name
            metricNamespace: rule.namespace
            metricName: rule.metric
            timeAggregation: rule.aggregation
            operator: rule.operator
            threshold: rule.threshold
            dimensions: rule.dimensions
          }
        ]
      }
      actions: [{ actionGroupId: people.id }]
    }
  }
]
