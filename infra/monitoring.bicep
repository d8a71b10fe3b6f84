metadata name = 'Monitoring'
metadata description = 'Log Analytics and Application Insights; both take only what comes with an identity. Who did what with the data services is kept in a workspace of its own: neither can use up the other\'s day.'

@description('Required. Name of the Log Analytics workspace.')
param workspaceName string

@description('Required. Name of the Log Analytics workspace that keeps who did what with vault, storage and queues.')
param auditName string

@description('Required. Name of Application Insights.')
param insightsName string

@description('Required. Azure region.')
param location string

@description('Required. Tags of every resource.')
param tags { *: string }

@description('Optional. Days that logs are kept.')
@minValue(30)
@maxValue(730)
param retentionDays int = 30

@description('Optional. Days that the audit is kept.')
@minValue(30)
@maxValue(730)
param auditRetentionDays int = 365

@description('Optional. Gigabytes of logs a day, and of the audit, after which no more are taken: a runaway log costs no more than this.')
@minValue(1)
@maxValue(100)
param dailyGigabytes int = 1

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    workspaceCapping: { dailyQuotaGb: dailyGigabytes }
    features: { disableLocalAuth: true }
  }
}

resource audit 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: auditName
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: auditRetentionDays
    workspaceCapping: { dailyQuotaGb: dailyGigabytes }
    features: { disableLocalAuth: true }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: insightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    IngestionMode: 'LogAnalytics'
    DisableLocalAuth: true
  }
}

@description('When the workspace was made, with the first deployment.')
output madeAt string = workspace.properties.createdDate
