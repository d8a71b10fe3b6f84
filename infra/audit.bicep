metadata name = 'Audit'
metadata description = 'Who did what with the secrets, the links, the deployed package and the queues. Only what somebody would ask for: infra/README.md says why what is not here is not.'

@description('Required. Name of the Log Analytics workspace that keeps it.')
param workspaceName string

@description('Required. Name of the Service Bus namespace.')
param busName string

@description('Required. Tier of Service Bus: calls to the queues are told in Premium only.')
param busTier 'Standard' | 'Premium'

@description('Required. Name of the runtime\'s storage account.')
param runtimeStorageName string

@description('Required. Name of the links\' storage account.')
param linksStorageName string

@description('Required. Name of the Key Vault.')
param vaultName string

var changes = ['StorageWrite', 'StorageDelete']
var busCategories = busTier == 'Premium' ? ['OperationalLogs', 'RuntimeAuditLogs'] : ['OperationalLogs']

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: workspaceName
}

resource bus 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: busName
}

resource runtimeStorage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: runtimeStorageName

  resource blobs 'blobServices' existing = {
    name: 'default'
  }
}

resource linksStorage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: linksStorageName

  resource tables 'tableServices' existing = {
    name: 'default'
  }
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource ofSecrets 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: vault
  properties: {
    workspaceId: workspace.id
    logs: [{ category: 'AuditEvent', enabled: true }]
  }
}

resource ofLinks 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: linksStorage::tables
  properties: {
    workspaceId: workspace.id
    logs: [for category in changes: { category: category, enabled: true }]
  }
}

resource ofThePackage 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: runtimeStorage::blobs
  properties: {
    workspaceId: workspace.id
    logs: [for category in changes: { category: category, enabled: true }]
  }
}

resource ofQueues 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: bus
  properties: {
    workspaceId: workspace.id
    logAnalyticsDestinationType: 'Dedicated'
    logs: [for category in busCategories: { category: category, enabled: true }]
  }
}
